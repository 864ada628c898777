import type { Hash } from 'node:crypto'
import type { CompanyRecord } from '#lib/blocks/services.ts'
import { brokenFile } from '#lib/lists/csv-file.ts'
import { isLei } from './identifiers.ts'
import { addressOf, companyOf, type RegisterLine, type RegisterSource, registerSource } from './source.ts'
import { type Row, readTable } from './table.ts'

const REQUIRED = ['LEI', 'Entity.LegalName', 'Entity.LegalJurisdiction', 'Entity.EntityStatus']
const STATUS: Readonly<Record<string, CompanyRecord['status']>> = { ACTIVE: 'active', INACTIVE: 'inactive' }
const OTHER_NAMES = 5
const ADDRESS = ['FirstAddressLine', 'AdditionalAddressLine.1', 'City', 'Region', 'Country', 'PostalCode']

/** The golden copy of the Global LEI System as CSV (level 1, LEI-CDF 3.1); an LEI whose check digits are wrong is refused. */
export function gleifSource(path: string): RegisterSource {
  return registerSource({ code: 'gleif', name: 'Global LEI Index' }, path, (hash) => read(path, hash))
}

async function* read(path: string, hash: Hash): AsyncGenerator<RegisterLine> {
  for await (const row of readTable(path, hash, REQUIRED)) {
    if (!isLei(row.value('LEI'))) throw brokenFile(path, row.line, 'the LEI has wrong check digits')
    yield { line: row.line, company: toCompany(row) }
  }
}

function toCompany(row: Row): CompanyRecord {
  const lei = row.value('LEI')
  const local = row.value('Entity.RegistrationAuthority.RegistrationAuthorityEntityID')
  const others = Array.from({ length: OTHER_NAMES }, (_, at) =>
    row.value(`Entity.OtherEntityNames.OtherEntityName.${at + 1}`),
  )
  const status = row.value('Entity.EntityStatus')
  return companyOf({
    number: lei,
    name: row.value('Entity.LegalName'),
    aliases: others.filter((name) => name !== ''),
    jurisdiction: row.value('Entity.LegalJurisdiction') || null,
    status: STATUS[status] ?? 'unknown',
    statusText: status || null,
    incorporatedOn: row.value('Entity.EntityCreationDate').slice(0, 10) || null,
    address: addressOf(ADDRESS.map((part) => row.value(`Entity.LegalAddress.${part}`))),
    identifiers: [{ type: 'lei', value: lei }, ...(local === '' ? [] : [{ type: 'local', value: local }])],
  })
}
