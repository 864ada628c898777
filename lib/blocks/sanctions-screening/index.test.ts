import { describe, expect, it } from 'vitest'
import type { BlockOutcome } from '#lib/engine/block.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import type { ListVersion, ScreeningHit, ScreeningQuery, ScreeningResult, ScreeningService } from '../services.ts'
import { runBlock } from '../testing.ts'
import { sanctionsScreening } from './index.ts'
import { outputSchema } from './output.ts'

const NOW = new Date('2026-03-10T00:00:00Z')
const provider = { name: 'test', version: '1' }

const list: ListVersion = {
  list: 'sample',
  version: '2026-03-01-0a1b2c3d',
  date: '2026-03-01T00:00:00.000Z',
  importedAt: '2026-03-02T00:00:00.000Z',
  entries: 40,
  sha256: 'abc',
  fictional: true,
}

const hit: ScreeningHit = {
  entryId: 'SAMPLE-001',
  list: 'sample',
  matchedName: 'Viktor Drojkin',
  primaryName: 'Viktor Anselm Drozhkin',
  aliases: ['Viktor Drojkin'],
  type: 'person',
  programs: ['SAMPLE-CYBER'],
  birthDates: ['1968-04-12'],
  countries: ['RU'],
  score: 0.97,
  factors: { name: 0.97, birthDate: 'unknown', country: 'unknown', identifier: 'unknown', type: 'unknown' },
  weakAlias: false,
  remarks: null,
}

const outputHit = {
  entry_id: 'SAMPLE-001',
  list: 'sample',
  matched_name: 'Viktor Drojkin',
  primary_name: 'Viktor Anselm Drozhkin',
  aliases: ['Viktor Drojkin'],
  type: 'person',
  programs: ['SAMPLE-CYBER'],
  birth_dates: ['1968-04-12'],
  countries: ['RU'],
  score: 0.97,
  factors: { name: 0.97, birth_date: 'unknown', country: 'unknown', identifier: 'unknown', type: 'unknown' },
  weak_alias: false,
  remarks: null,
  ruled_out_by: [],
}

const outputList = {
  list: 'sample',
  version: '2026-03-01-0a1b2c3d',
  date: '2026-03-01T00:00:00.000Z',
  imported_at: '2026-03-02T00:00:00.000Z',
  entries: 40,
  sha256: 'abc',
  fictional: true,
}

const clear = {
  status: 'clear',
  reason: null,
  name_screened: 'Jane Doe',
  hits: [],
  lists: [outputList],
  threshold: 0.85,
  fictional_list: true,
  pep: 'not_covered',
  adverse_media: 'not_covered',
  provider,
}

type Wired = readonly string[]

async function run(
  config: JsonObject,
  result: Partial<ScreeningResult> = {},
  wired: Wired = ['out'],
): Promise<{ outcome: BlockOutcome; queries: ScreeningQuery[] }> {
  const queries: ScreeningQuery[] = []
  const screening: ScreeningService = {
    search: async (query) => {
      queries.push(query)
      return { hits: [], lists: [list], provider, ...result }
    },
  }
  const outcome = await runBlock(
    sanctionsScreening,
    { birth_date: null, ...config },
    { wired: new Set(wired), services: { screening, now: () => NOW } },
  )
  return { outcome, queries }
}

describe('sanctions screening', () => {
  it('is clear by out when no entry matches', async () => {
    const { outcome, queries } = await run({ name: { first: 'Jane', last: 'Doe' } }, {}, ['out', 'hit'])
    expect(outcome).toEqual({ type: 'completed', handle: 'out', output: clear })
    expect(queries).toEqual([{ name: 'Jane Doe', countries: [], identifiers: [] }])
  })

  it('hands on what else is known of the subject', async () => {
    const { queries } = await run({
      name: '  Viktor   Drozhkin ',
      birth_date: '1968-04-12',
      countries: 'RU, CY',
      identifiers: ['P 4471902'],
      type: 'person',
    })
    expect(queries).toEqual([
      {
        name: 'Viktor Drozhkin',
        birthDate: '1968-04-12',
        countries: ['RU', 'CY'],
        identifiers: ['P 4471902'],
        type: 'person',
      },
    ])
  })

  it('takes the hit exit where it has an edge, else out', async () => {
    const output = { ...clear, status: 'hit', name_screened: 'Viktor Drojkin', hits: [outputHit] }
    const wired = await run({ name: 'Viktor Drojkin' }, { hits: [hit] }, ['out', 'hit'])
    expect(wired.outcome).toEqual({ type: 'completed', handle: 'hit', output })
    const unwired = await run({ name: 'Viktor Drojkin' }, { hits: [hit] })
    expect(unwired.outcome).toEqual({ type: 'completed', handle: 'out', output })
  })

  it('fails on a hit where the author wants that', async () => {
    const { outcome } = await run({ name: 'Viktor Drojkin', on_hit: 'fail' }, { hits: [hit] }, ['out', 'hit'])
    expect(outcome).toMatchObject({ type: 'failed', error: { code: 'screening_hit' }, output: { status: 'hit' } })
  })

  it('is inconclusive without a list, by its own exit or as a failure', async () => {
    const output = { ...clear, status: 'inconclusive', reason: 'no_list', lists: [], fictional_list: false }
    const wired = await run({ name: 'Jane Doe' }, { lists: [] }, ['out', 'inconclusive'])
    expect(wired.outcome).toEqual({ type: 'completed', handle: 'inconclusive', output })
    const unwired = await run({ name: 'Jane Doe' }, { lists: [] })
    expect(unwired.outcome).toEqual({
      type: 'failed',
      error: { code: 'screening_inconclusive', message: 'No sanctions list is loaded' },
      output,
    })
  })

  it('is inconclusive with a list that is older than allowed, but not blind to a hit in it', async () => {
    const old = await run({ name: 'Jane Doe', max_list_age_days: 8 })
    expect(old.outcome).toMatchObject({ output: { status: 'inconclusive', reason: 'list_too_old' } })
    const recent = await run({ name: 'Jane Doe', max_list_age_days: 9 })
    expect(recent.outcome).toMatchObject({ output: { status: 'clear' } })
    const found = await run({ name: 'Viktor Drojkin', max_list_age_days: 8 }, { hits: [hit] })
    expect(found.outcome).toMatchObject({ output: { status: 'hit', reason: null } })
  })

  it('is inconclusive for a name it cannot read', async () => {
    const { outcome } = await run({ name: '☃ …' })
    expect(outcome).toMatchObject({ output: { status: 'inconclusive', reason: 'name_unreadable' } })
  })

  it.each([[null], [''], ['  '], [{ first: null, last: '' }], [{}]])('fails without a name: %j', async (name) => {
    const { outcome, queries } = await run({ name })
    expect(outcome).toEqual({
      type: 'failed',
      error: { code: 'name_missing', message: 'There is no name to screen' },
    })
    expect(queries).toEqual([])
  })

  it('shows but does not count a hit with another birth year, unless told to or an identifier agrees', async () => {
    const other: ScreeningHit = { ...hit, factors: { ...hit.factors, birthDate: 'mismatch' } }
    const ruledOut = await run({ name: 'Viktor Drojkin' }, { hits: [other] }, ['out', 'hit'])
    expect(ruledOut.outcome).toMatchObject({
      handle: 'out',
      output: { status: 'clear', hits: [{ entry_id: 'SAMPLE-001', ruled_out_by: ['birth_date'] }] },
    })
    const kept = await run({ name: 'Viktor Drojkin', rule_out: false }, { hits: [other] })
    expect(kept.outcome).toMatchObject({ output: { status: 'hit', hits: [{ ruled_out_by: [] }] } })
    const same: ScreeningHit = { ...other, factors: { ...other.factors, identifier: 'match' } }
    const identified = await run({ name: 'Viktor Drojkin' }, { hits: [same] })
    expect(identified.outcome).toMatchObject({ output: { status: 'hit', hits: [{ ruled_out_by: [] }] } })
  })

  it('shows hits that count before those that are ruled out', async () => {
    const vessel: ScreeningHit = { ...hit, entryId: 'V', score: 1, factors: { ...hit.factors, type: 'mismatch' } }
    const { outcome } = await run({ name: 'Viktor Drojkin', type: 'person', max_hits: 1 }, { hits: [vessel, hit] })
    expect(outcome).toMatchObject({ output: { status: 'hit', hits: [{ entry_id: 'SAMPLE-001' }] } })
  })

  it('says whether lists of politically exposed people had a part', async () => {
    const { outcome } = await run({ name: 'Jane Doe' }, { lists: [{ ...list, list: 'pep_us', fictional: false }] })
    expect(outcome).toMatchObject({ output: { pep: 'covered', fictional_list: false } })
  })

  it('gives outputs that its schema describes', async () => {
    const { outcome } = await run({ name: 'Viktor Drojkin' }, { hits: [hit] })
    const output = outcome.type === 'completed' ? outcome.output : {}
    expect(outputSchema.strict().parse(output)).toEqual(output)
  })
})
