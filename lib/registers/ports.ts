import type { VersionStore } from '#lib/lists/ports.ts'
import type * as companies from '#lib/store/companies.ts'

/** Where registers of companies rest. */
export type RegisterStore = VersionStore & Pick<typeof companies, 'insertCompanies'>
