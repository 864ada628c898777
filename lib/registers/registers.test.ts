import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CompanyRecord, CompanyService } from '#lib/blocks/services.ts'
import { newId } from '#lib/ids.ts'
import { folderWith } from '#lib/lists/testing.ts'
import { createCompanyRegisters } from '#lib/providers/companies/embedded.ts'
import * as companyStore from '#lib/store/companies.ts'
import * as listStore from '#lib/store/lists.ts'
import { createTestDatabase, type TestDatabase } from '#lib/store/testing.ts'
import { companiesHouseSource } from './companies-house.ts'
import { gleifSource } from './gleif.ts'
import { isLei, isUkNumber } from './identifiers.ts'
import { importRegister } from './import.ts'
import { ownRegisterSource } from './own-csv.ts'
import { secSource } from './sec.ts'
import { companyOf, type RegisterSource } from './source.ts'

const DATA = process.env.COUNTERSIGN_DATA
const LEI = '5493001KJTIIGC8Y1R12'

let database: TestDatabase
let pool: pg.Pool
let registers: CompanyService
const organizationId = newId.uuid()
const remove: (() => Promise<void>)[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, options: '-c timezone=UTC' })
  registers = createCompanyRegisters({ pool }).forOrganization(organizationId)
})
afterAll(async () => {
  for (const work of remove) await work()
  await pool.end()
  await database.drop()
})

async function fileWith(content: string): Promise<string> {
  const folder = await folderWith({ 'companies.csv': content })
  remove.push(folder.remove)
  return join(folder.path, 'companies.csv')
}

async function companiesIn(source: RegisterSource): Promise<CompanyRecord[]> {
  const companies: CompanyRecord[] = []
  for await (const company of source.read()) companies.push(company)
  return companies
}

const importIt = (source: RegisterSource) =>
  importRegister({ pool, store: { ...listStore, ...companyStore }, now: () => new Date() }, { source })

describe('a register file', () => {
  it('of Companies House has blanks in its headers, days first and earlier names', async () => {
    const path = await fileWith(
      `CompanyName, CompanyNumber,RegAddress.AddressLine1, RegAddress.PostTown,RegAddress.PostCode,CompanyStatus,IncorporationDate,PreviousName_1.CompanyName
"ACME TRADING LIMITED","01234567","1 HIGH STREET","LONDON","N1 1AA","Active","31/12/1999","ACME HOLDINGS LIMITED"
"OLD LTD","SC123456","","","","Liquidation","",""`,
    )
    expect(await companiesIn(companiesHouseSource(path))).toEqual([
      companyOf({
        number: '01234567',
        name: 'ACME TRADING LIMITED',
        aliases: ['ACME HOLDINGS LIMITED'],
        jurisdiction: 'GB',
        status: 'active',
        statusText: 'Active',
        incorporatedOn: '1999-12-31',
        address: '1 HIGH STREET, LONDON, N1 1AA',
      }),
      companyOf({
        number: 'SC123456',
        name: 'OLD LTD',
        jurisdiction: 'GB',
        status: 'inactive',
        statusText: 'Liquidation',
      }),
    ])
  })

  it('of GLEIF names companies by their LEI', async () => {
    const header =
      'LEI,Entity.LegalName,Entity.LegalJurisdiction,Entity.EntityStatus,Entity.LegalAddress.City,Entity.EntityCreationDate'
    const path = await fileWith(`${header}\n${LEI},Acme Inc,US-DE,ACTIVE,Dover,2001-02-03T00:00:00Z`)
    expect(await companiesIn(gleifSource(path))).toEqual([
      companyOf({
        number: LEI,
        name: 'Acme Inc',
        jurisdiction: 'US-DE',
        status: 'active',
        statusText: 'ACTIVE',
        incorporatedOn: '2001-02-03',
        address: 'Dover',
        identifiers: [{ type: 'lei', value: LEI }],
      }),
    ])
  })

  it.each<[string, string, (path: string) => RegisterSource, string]>([
    [
      'lacks a column',
      'number\n1',
      (path) => ownRegisterSource(path, { code: 'own', name: 'Own' }),
      'companies.csv line 1: the column name is missing',
    ],
    [
      'lacks a name',
      'number,name\n1,',
      (path) => ownRegisterSource(path, { code: 'own', name: 'Own' }),
      'companies.csv line 2: number and name are required',
    ],
    [
      'repeats a number',
      'number,name\n1,A\n1,B',
      (path) => ownRegisterSource(path, { code: 'own', name: 'Own' }),
      'companies.csv line 3: company 1 is there twice',
    ],
    [
      'has an unknown status',
      'number,name,status\n1,A,gone',
      (path) => ownRegisterSource(path, { code: 'own', name: 'Own' }),
      'companies.csv line 2: status must be one of active, inactive, unknown',
    ],
    [
      'has a wrong LEI',
      'LEI,Entity.LegalName,Entity.LegalJurisdiction,Entity.EntityStatus\n5493001KJTIIGC8Y1R13,A,US,ACTIVE',
      gleifSource,
      'companies.csv line 2: the LEI has wrong check digits',
    ],
    [
      'is of another kind',
      'a,b\n1,2',
      companiesHouseSource,
      'companies.csv line 2: there is no CompanyNumber or company_number',
    ],
    ['is no JSON', 'a', secSource, 'companies.csv line 1: this is no JSON'],
  ])('that %s is refused with its line', async (_fault, content, sourceOf, message) => {
    await expect(companiesIn(sourceOf(await fileWith(content)))).rejects.toThrow(message)
  })
})

describe('identifiers', () => {
  it.each([
    [LEI, true],
    ['5493 001K JTII GC8Y 1R12', true],
    ['5493001KJTIIGC8Y1R21', false],
    ['5493001KJTIIGC8Y1R1', false],
  ])('%s is an LEI: %s', (text, known) => expect(isLei(text)).toBe(known))

  it.each([
    ['01234567', true],
    ['sc 123456', true],
    ['R1234567', true],
    ['1234567', false],
  ])('%s is a number of the United Kingdom: %s', (text, known) => expect(isUkNumber(text)).toBe(known))
})

describe('a search in registers', () => {
  const OPTIONS = { threshold: 0.8, limit: 5 }

  it('finds nothing, and says so, where no register is loaded', async () => {
    const query = { name: 'Acme', number: null, jurisdiction: null }
    expect(await registers.search(query, OPTIONS)).toMatchObject({ matches: [], registers: [] })
  })

  it('goes by number, by names and earlier names written otherwise, and by jurisdiction', async () => {
    const content = `number,name,other_names,jurisdiction,status,identifiers
HRB 4711,Müller Maschinenbau GmbH,Mueller & Söhne GmbH,DE,active,
0815,Miller Machines Inc,,US-DE,active,12-3456789
0816,Smith Foods Inc,,US-NY,active,`
    await importIt(ownRegisterSource(await fileWith(content), { code: 'own', name: 'Own' }))
    const find = async (name: string | null, number: string | null = null, jurisdiction: string | null = null) =>
      (await registers.search({ name, number, jurisdiction }, OPTIONS)).matches.map((found) => [
        found.company.number,
        found.matchedName,
        found.sameNumber,
      ])
    expect(await find('Mueller Maschinenbau')).toEqual([['HRB 4711', 'Müller Maschinenbau GmbH', false]])
    expect(await find('Muller and Sohne')).toEqual([['HRB 4711', 'Mueller & Söhne GmbH', false]])
    expect(await find('Miler Machines')).toEqual([['0815', 'Miller Machines Inc', false]])
    expect(await find('Miller Machines', null, 'US')).toHaveLength(1)
    expect(await find('Miller Machines', null, 'GB')).toEqual([])
    expect(await find(null, 'hrb-4711')).toEqual([['HRB 4711', 'Müller Maschinenbau GmbH', true]])
    expect(await find('Something else', '123456789')).toEqual([['0815', 'Miller Machines Inc', true]])
    expect(await find('Inc')).toEqual([])
  })

  it('keeps what it had when a broken file comes', async () => {
    const broken = ownRegisterSource(await fileWith('number,name\n1,A\n2,'), { code: 'own', name: 'Own' })
    await expect(importIt(broken)).rejects.toThrow('line 3')
    const query = { name: 'Smith Foods', number: null, jurisdiction: null }
    expect((await registers.search(query, OPTIONS)).matches).toMatchObject([{ company: { number: '0816' } }])
  })
})

describe.skipIf(!DATA)('real registers (left out where COUNTERSIGN_DATA is not set)', () => {
  const file = (name: string) => join(DATA ?? '', 'registers', name)

  it('are read whole and searched', async () => {
    const uk = await importIt(companiesHouseSource(file('uk_companies_house_sample.csv')))
    expect(uk.entries).toBe(484)
    const sec = await importIt(secSource(file('sec_company_tickers.json')))
    expect(sec.entries).toBeGreaterThan(7_000)
    const find = async (name: string) => {
      const { matches } = await registers.search(
        { name, number: null, jurisdiction: null },
        { threshold: 0.8, limit: 1 },
      )
      return matches[0]?.company.name
    }
    expect(await find('A&G Insurance Services Ltd')).toBe('A & G INSURANCE SERVICES LIMITED')
    expect(await find('Nvidia Corporation')).toBe('NVIDIA CORP')
    expect(await find('Microsft Corp')).toBe('MICROSOFT CORP')
  })
})
