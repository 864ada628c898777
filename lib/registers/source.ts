import { createHash, type Hash } from 'node:crypto'
import type { CompanyRecord } from '#lib/blocks/services.ts'
import { brokenFile } from '#lib/lists/csv-file.ts'
import type { VersionSource } from '#lib/lists/source.ts'

/** Where a version of a company register comes from. */
export type RegisterSource = VersionSource<CompanyRecord>

/** A company and the line of the file that it stands on. */
export type RegisterLine = { line: number; company: CompanyRecord }

/** A register from a file; a company without number or name, or that is there twice, is refused with its line. */
export function registerSource(
  { code, name, fictional = false }: { code: string; name: string; fictional?: boolean },
  path: string,
  read: (hash: Hash) => AsyncIterable<RegisterLine>,
): RegisterSource {
  let sha256 = ''
  return {
    code,
    name,
    fictional,
    summary: () => ({ sha256, publishedAt: null, leftOut: {} }),
    async *read() {
      const hash = createHash('sha256')
      const numbers = new Set<string>()
      for await (const { line, company } of read(hash)) {
        if (company.number === '' || company.name === '') throw brokenFile(path, line, 'number and name are required')
        if (numbers.has(company.number)) throw brokenFile(path, line, `company ${company.number} is there twice`)
        numbers.add(company.number)
        yield company
      }
      sha256 = hash.digest('hex')
    },
  }
}

/** A record with nothing but what every register says. */
export function companyOf(known: Pick<CompanyRecord, 'number' | 'name'> & Partial<CompanyRecord>): CompanyRecord {
  return {
    aliases: [],
    jurisdiction: null,
    status: 'unknown',
    statusText: null,
    incorporatedOn: null,
    address: null,
    identifiers: [],
    officers: null,
    owners: null,
    ...known,
  }
}

/** The parts of an address on one line, without empty ones; `null` where all are. */
export function addressOf(parts: readonly string[]): string | null {
  return parts.filter((part) => part !== '').join(', ') || null
}
