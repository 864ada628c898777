import type { Hash } from 'node:crypto'
import type { CompanyRecord } from '#lib/blocks/services.ts'
import { brokenFile } from '#lib/lists/csv-file.ts'
import { addressOf, companyOf, type RegisterLine, type RegisterSource, registerSource } from './source.ts'
import { type Row, readTable } from './table.ts'

/** Statuses under which a company does business, in small letters. */
const ACTIVE: ReadonlySet<string> = new Set(['active', 'active - proposal to strike off', 'open', 'registered'])
const ADDRESS = ['CareOf', 'POBox', 'AddressLine1', 'AddressLine2', 'PostTown', 'County', 'Country', 'PostCode']
const PREVIOUS_NAMES = 10

/**
 * Companies House of the United Kingdom: its Free Company Data Product (`BasicCompanyDataAsOneFile`, whose headers have
 * blanks around them and whose dates are DD/MM/YYYY), or the result of its advanced search.
 */
export function companiesHouseSource(path: string): RegisterSource {
  return registerSource({ code: 'companies_house', name: 'Companies House' }, path, (hash) => read(path, hash))
}

async function* read(path: string, hash: Hash): AsyncGenerator<RegisterLine> {
  for await (const row of readTable(path, hash, [])) {
    const bulk = row.value('CompanyNumber') !== ''
    if (!bulk && row.value('company_number') === '') {
      throw brokenFile(path, row.line, 'there is no CompanyNumber or company_number')
    }
    yield { line: row.line, company: bulk ? fromBulk(row) : fromSearch(row) }
  }
}

function fromBulk(row: Row): CompanyRecord {
  const previous = Array.from({ length: PREVIOUS_NAMES }, (_, at) => row.value(`PreviousName_${at + 1}.CompanyName`))
  return companyOf({
    number: row.value('CompanyNumber'),
    name: row.value('CompanyName'),
    aliases: previous.filter((name) => name !== ''),
    ...common(row.value('CompanyStatus')),
    incorporatedOn: dayFirst(row.value('IncorporationDate')),
    address: addressOf(ADDRESS.map((part) => row.value(`RegAddress.${part}`))),
  })
}

function fromSearch(row: Row): CompanyRecord {
  return companyOf({
    number: row.value('company_number'),
    name: row.value('company_name'),
    ...common(row.value('company_status')),
    incorporatedOn: row.value('date_of_creation') || row.value('incorporation_date') || null,
    address: row.value('registered_office_address') || null,
  })
}

function common(status: string): Pick<CompanyRecord, 'jurisdiction' | 'status' | 'statusText'> {
  const known = status === '' ? 'unknown' : ACTIVE.has(status.toLowerCase()) ? 'active' : 'inactive'
  return { jurisdiction: 'GB', status: known, statusText: status || null }
}

function dayFirst(text: string): string | null {
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? []
  return day ? `${year}-${month}-${day}` : null
}
