import { describe, expect, it } from 'vitest'
import type { JsonObject } from '#lib/engine/json.ts'
import { companyOf } from '#lib/registers/source.ts'
import type { CompanyMatch, CompanyQuery, CompanyResult, ListVersion } from '../services.ts'
import { runBlock } from '../testing.ts'
import { businessLookup } from './index.ts'
import { outputSchema } from './output.ts'

const NOW = new Date('2026-03-10T00:00:00Z')
const ALL = ['out', 'ambiguous', 'not_found', 'inconclusive']

const register: ListVersion = {
  list: 'companies_house',
  version: '2026-03-01-0a1b2c3d',
  date: '2026-03-01T00:00:00.000Z',
  importedAt: '2026-03-02T00:00:00.000Z',
  entries: 484,
  sha256: 'abc',
  fictional: false,
}

const acme = companyOf({
  number: '01234567',
  name: 'Acme Trading Limited',
  jurisdiction: 'GB',
  status: 'active',
  statusText: 'Active',
  incorporatedOn: '1999-12-31',
  address: '1 High Street, London',
  owners: [{ name: 'Ada Example', holding: null, since: null }],
})

function match(rest: Partial<CompanyMatch> = {}, company: Partial<CompanyMatch['company']> = {}): CompanyMatch {
  const known = { ...acme, ...company }
  return { company: known, register: 'companies_house', matchedName: known.name, score: 1, sameNumber: false, ...rest }
}

async function look(config: JsonObject, result: Partial<CompanyResult> = {}, wired: readonly string[] = ALL) {
  const queries: CompanyQuery[] = []
  const provider = { name: 'countersign_registers', version: '1' }
  const companies = {
    search: async (query: CompanyQuery) => {
      queries.push(query)
      return { matches: [], registers: [register], provider, ...result }
    },
  }
  const settings = { name: null, number: null, ...config }
  const outcome = await runBlock(businessLookup, settings, {
    wired: new Set(wired),
    services: { companies, now: () => NOW },
  })
  return { outcome, queries }
}

describe('business lookup', () => {
  it('finds the company of a name and tells what its register says', async () => {
    const { outcome, queries } = await look(
      { name: ' Acme Trading Ltd ', jurisdiction: 'GB' },
      { matches: [match({ score: 0.97 }), match({ score: 0.6 }, { number: '2', name: 'Acme Foods Limited' })] },
    )
    expect(queries).toEqual([{ name: 'Acme Trading Ltd', number: null, jurisdiction: 'GB' }])
    const candidate = {
      register: 'companies_house',
      legal_name: 'Acme Trading Limited',
      matched_name: 'Acme Trading Limited',
      registration_number: '01234567',
      jurisdiction: 'GB',
      company_status: 'active',
      match: { name: 0.97, number: 'unknown' },
    }
    const output = {
      status: 'found',
      reason: null,
      legal_name: 'Acme Trading Limited',
      registration_number: '01234567',
      jurisdiction: 'GB',
      company_status: 'active',
      company_status_text: 'Active',
      incorporated_on: '1999-12-31',
      address: '1 High Street, London',
      identifiers: [],
      officers: null,
      owners: [{ name: 'Ada Example', holding: null, since: null }],
      candidates: [
        candidate,
        {
          ...candidate,
          legal_name: 'Acme Foods Limited',
          matched_name: 'Acme Foods Limited',
          registration_number: '2',
          match: { name: 0.6, number: 'unknown' },
        },
      ],
      registers: [
        {
          register: 'companies_house',
          version: '2026-03-01-0a1b2c3d',
          date: '2026-03-01T00:00:00.000Z',
          imported_at: '2026-03-02T00:00:00.000Z',
          entries: 484,
          sha256: 'abc',
          fictional: false,
        },
      ],
      threshold: 0.85,
      fictional_register: false,
      provider: { name: 'countersign_registers', version: '1' },
    }
    expect(outcome).toEqual({ type: 'completed', handle: 'out', output })
    expect(outputSchema.strict().parse(output)).toEqual(output)
  })

  const other = { number: '2', name: 'Acme Trade Limited' }
  it.each<[string, JsonObject, CompanyMatch[], string, string | null]>([
    ['nothing fits', { name: 'X' }, [match({ score: 0.84 })], 'not_found', null],
    ['several fit alike', { name: 'X' }, [match({ score: 0.95 }), match({ score: 0.9 }, other)], 'ambiguous', null],
    ['the second is far behind', { name: 'X' }, [match({ score: 0.97 }), match({ score: 0.9 }, other)], 'found', null],
    [
      'two registers have it',
      { name: 'X' },
      [match(), match({ register: 'gleif' }, { jurisdiction: 'GB-ENG' })],
      'found',
      null,
    ],
    [
      'registers of two countries have its name',
      { name: 'X' },
      [match(), match({ register: 'x' }, { jurisdiction: 'US' })],
      'ambiguous',
      null,
    ],
    ['the number agrees', { number: '1' }, [match({ score: null, sameNumber: true })], 'found', null],
    [
      'the number agrees and the name does not',
      { number: '1', name: 'X' },
      [match({ score: 0.3, sameNumber: true })],
      'inconclusive',
      'name_differs',
    ],
    [
      'the number counts before a better name',
      { number: '1', name: 'X' },
      [match({ score: 0.9, sameNumber: true }), match({}, other)],
      'found',
      null,
    ],
    ['the company is gone', { name: 'X' }, [match({}, { status: 'inactive' })], 'inconclusive', 'not_active'],
    [
      'nobody knows whether it is active',
      { name: 'X' },
      [match({}, { status: 'unknown' })],
      'inconclusive',
      'status_unknown',
    ],
    ['it need not be active', { name: 'X', require_active: false }, [match({}, { status: 'inactive' })], 'found', null],
  ])('where %s', async (_what, config, matches, status, reason) => {
    const { outcome } = await look(config, { matches })
    expect(outcome).toMatchObject({ type: 'completed', output: { status, reason } })
  })

  it('is inconclusive without a register, or with one that is too old', async () => {
    const none = await look({ name: 'X' }, { matches: [match()], registers: [] })
    expect(none.outcome).toMatchObject({ handle: 'inconclusive', output: { reason: 'no_register', legal_name: null } })
    const old = await look({ name: 'X', max_register_age_days: 5 }, { matches: [match()] })
    expect(old.outcome).toMatchObject({ handle: 'inconclusive', output: { reason: 'register_too_old' } })
  })

  it('fails where what it found has no way on', async () => {
    const { outcome } = await look({ name: 'X' }, {}, ['out'])
    expect(outcome).toMatchObject({
      type: 'failed',
      error: { code: 'business_not_found', message: 'No register has such a company' },
      output: { status: 'not_found' },
    })
  })

  it.each([[{}], [{ name: ' ', number: '' }]])('fails without a name and a number: %j', async (config) => {
    const { outcome, queries } = await look(config)
    expect(outcome).toMatchObject({ type: 'failed', error: { code: 'company_missing' } })
    expect(queries).toEqual([])
  })
})
