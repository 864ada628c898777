import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#lib/errors.ts'
import type { ListedEntry } from '#lib/screening/entry.ts'
import { brokenFile, type CsvRecord, readCsv } from '../csv-file.ts'
import type { ListSource } from '../source.ts'
import { type Extras, fileUnder, text, toEntry } from './entry.ts'

/** The two lists OFAC publishes as CSV, with the names of their files. */
export const OFAC_LISTS = {
  sdn: {
    code: 'ofac_sdn',
    name: 'OFAC Specially Designated Nationals',
    files: { primary: 'sdn', aliases: 'alt', addresses: 'add', comments: 'sdn_comments' },
  },
  consolidated: {
    code: 'ofac_consolidated',
    name: 'OFAC consolidated non-SDN list',
    files: { primary: 'cons_prim', aliases: 'cons_alt', addresses: 'cons_add', comments: 'cons_comments' },
  },
} as const
export type OfacList = keyof typeof OFAC_LISTS

const COLUMNS = { primary: 12, aliases: 5, addresses: 6, comments: 2 }

type Reader = (file: keyof typeof COLUMNS) => AsyncGenerator<CsvRecord>

/** Whether a folder holds the primary file of an OFAC list. */
export function hasOfacList(folder: string, list: OfacList): boolean {
  return findFile(folder, OFAC_LISTS[list].files.primary) !== null
}

/**
 * An OFAC list from the folder of its CSV files (`sdn.csv`, `alt.csv`, `add.csv`, `sdn_comments.csv`, or `cons_*.csv`);
 * all but the comments must be there. Source: OFAC, "Specification for the SDN delimited and fixed-field files".
 */
export function ofacSource(folder: string, list: OfacList): ListSource {
  const { code, name, files } = OFAC_LISTS[list]
  const leftOut: Record<string, number> = {}
  const hash = createHash('sha256')
  let sha256 = ''

  async function* records(file: keyof typeof COLUMNS): AsyncGenerator<CsvRecord> {
    const path = findFile(folder, files[file])
    if (path !== null) yield* numberedRecords(path, readCsv(path, COLUMNS[file], hash))
    else if (file !== 'comments') throw new AppError('file_not_found', `The folder holds no ${files[file]}.csv`)
  }

  async function* read(): AsyncGenerator<ListedEntry> {
    const extras = await readExtras(records)
    const ids = new Set<string>()
    for await (const record of records('primary')) {
      const entry = toEntry(record.values, extras)
      if (entry.primaryName === '') throw brokenFile(`${files.primary}.csv`, record.line, 'the name is missing')
      if (ids.has(entry.id)) throw brokenFile(`${files.primary}.csv`, record.line, `entry ${entry.id} is there twice`)
      ids.add(entry.id)
      yield entry
    }
    leftOut['orphan aliases'] = countOrphans(extras.aliases, ids)
    leftOut['orphan addresses'] = countOrphans(extras.countries, ids)
    sha256 = hash.digest('hex')
  }
  return { code, name, fictional: false, read, summary: () => ({ sha256, publishedAt: null, leftOut }) }
}

function countOrphans(byEntry: Map<string, string[]>, ids: Set<string>): number {
  let count = 0
  for (const [id, values] of byEntry) if (!ids.has(id)) count += values.length
  return count
}

async function readExtras(records: Reader): Promise<Extras> {
  const extras: Extras = { aliases: new Map(), countries: new Map(), comments: new Map() }
  for await (const { values } of records('aliases')) fileUnder(extras.aliases, values[0], text(values[3]))
  for await (const { values } of records('addresses')) fileUnder(extras.countries, values[0], text(values[4]))
  for await (const { values } of records('comments')) fileUnder(extras.comments, values[0], text(values[1]))
  return extras
}

/** A first line of column names is passed over; every other line begins with an entry's number. */
async function* numberedRecords(path: string, records: AsyncGenerator<CsvRecord>): AsyncGenerator<CsvRecord> {
  let first = true
  for await (const record of records) {
    const numbered = /^\d+$/.test(record.values[0] ?? '')
    if (numbered) yield record
    else if (!first || record.values[0] !== 'ent_num') {
      throw brokenFile(path, record.line, 'the entry number is missing')
    }
    first = false
  }
}

/** Official file names are in capitals or in small letters. */
function findFile(folder: string, name: string): string | null {
  if (!existsSync(folder)) throw new AppError('file_not_found', 'There is no such folder')
  const found = readdirSync(folder).find((entry) => entry.toLowerCase() === `${name}.csv`)
  return found === undefined ? null : join(folder, found)
}
