import type { CompanyRecord } from '#lib/blocks/services.ts'
import { type ImportDeps, type ImportedList, type ImportOptions, importVersion } from '#lib/lists/import.ts'
import { keysOf, numbersOf } from './keys.ts'
import type { RegisterStore } from './ports.ts'
import type { RegisterSource } from './source.ts'

/** `importVersion` for a register of companies. */
export function importRegister(
  deps: ImportDeps<RegisterStore>,
  options: ImportOptions<RegisterSource>,
): Promise<ImportedList> {
  const { insertCompanies } = deps.store
  const filed = (company: CompanyRecord) => ({
    ...company,
    keys: keysOf([company.name, ...company.aliases]),
    numbers: numbersOf(company),
  })
  return importVersion(
    deps,
    { kind: 'companies', insert: (client, id, companies) => insertCompanies(client, id, companies.map(filed)) },
    options,
  )
}
