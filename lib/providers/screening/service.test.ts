import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { uuidv7 } from '#lib/ids.ts'
import { importList } from '#lib/lists/import.ts'
import { ofacSource } from '#lib/lists/ofac/source.ts'
import { sampleSource } from '#lib/lists/sample.ts'
import type { ListSource } from '#lib/lists/source.ts'
import { sourceOf } from '#lib/lists/testing.ts'
import { buildEntry } from '#lib/screening/testing.ts'
import * as listStore from '#lib/store/lists.ts'
import { createTestDatabase, type TestDatabase } from '#lib/store/testing.ts'
import { createScreeningService } from './service.ts'

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, options: '-c timezone=UTC' })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})
beforeEach(async () => {
  await pool.query('delete from list')
})

const AT = new Date('2026-03-10T08:00:00Z')
const LATER = new Date('2026-03-11T08:00:00Z')
const SEARCH = { threshold: 0.85, limit: 10 }

const imported = (source: ListSource, now = AT, organizationId: string | null = null) =>
  importList({ pool, store: listStore, now: () => now }, { source, organizationId })

async function makeOrganization(): Promise<string> {
  const id = uuidv7()
  await pool.query(`insert into organization (id, name, slug) values ($1, 'Test', $2)`, [id, id])
  return id
}

describe('screening', () => {
  let service: ReturnType<typeof createScreeningService>
  beforeEach(() => {
    service = createScreeningService({ pool })
  })
  afterEach(() => service.close())

  const names = async (organizationId: string, name: string) => {
    const { hits, lists } = await service.forOrganization(organizationId).search({ name }, SEARCH)
    return { hits: hits.map((hit) => hit.primaryName), lists: lists.map((list) => list.list) }
  }

  it('without a list names no list', async () => {
    expect(await names(uuidv7(), 'Viktor Drozhkin')).toEqual({ hits: [], lists: [] })
  })

  it('marks the sample list as fictional and says which name matched', async () => {
    await imported(sampleSource())
    const result = await service
      .forOrganization(uuidv7())
      .search(
        { name: 'the notaria', birthDate: '1975', countries: ['MX'], type: 'person' },
        { threshold: 0.5, limit: 1 },
      )
    expect(result).toEqual({
      hits: [
        {
          entryId: 'SAMPLE-002',
          list: 'sample',
          matchedName: 'La Notaria',
          primaryName: 'Marisela Quintero Baldovar',
          aliases: ['Marisela Quintero', 'La Notaria'],
          type: 'person',
          programs: ['SAMPLE-NARCOTICS'],
          birthDates: ['1975-11-03'],
          countries: ['MX'],
          score: result.hits[0]?.score,
          factors: {
            name: result.hits[0]?.score,
            birthDate: 'match',
            country: 'match',
            identifier: 'unknown',
            type: 'match',
          },
          weakAlias: true,
          remarks: 'Fictional.',
        },
      ],
      lists: [
        {
          list: 'sample',
          version: expect.stringMatching(/^2026-03-10-[0-9a-f]{8}$/),
          date: AT.toISOString(),
          importedAt: AT.toISOString(),
          entries: 40,
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          fictional: true,
        },
      ],
      provider: { name: 'countersign_lists', version: '1' },
    })
  })

  it('finds no one like the person of the examples in the sample list', async () => {
    await imported(sampleSource())
    const { hits } = await service.forOrganization(uuidv7()).search({ name: 'Jane Doe' }, { threshold: 0.6, limit: 5 })
    expect(hits).toEqual([])
  })

  it('finds an entry by identifier under another name, before hits by name', async () => {
    await imported(sampleSource())
    const query = { name: 'Maibaum Feinwerk', identifiers: ['P-4471902'] }
    const { hits } = await service.forOrganization(uuidv7()).search(query, SEARCH)
    expect(hits.map((hit) => [hit.entryId, hit.factors.identifier])).toEqual([
      ['SAMPLE-001', 'match'],
      ['SAMPLE-022', 'unknown'],
    ])
  })

  it('searches an organization in its own lists and those of the instance, never in those of others', async () => {
    const [mine, theirs] = [await makeOrganization(), await makeOrganization()]
    await imported(sourceOf([buildEntry('Viktor Drozhkin')], { code: 'shared' }))
    await imported(sourceOf([buildEntry('Victor Drozhkin')], { code: 'private' }), AT, mine)
    expect(await names(mine, 'Viktor Drozhkin')).toEqual({
      hits: ['Viktor Drozhkin', 'Victor Drozhkin'],
      lists: ['private', 'shared'],
    })
    expect(await names(theirs, 'Viktor Drozhkin')).toEqual({ hits: ['Viktor Drozhkin'], lists: ['shared'] })
  })

  it('uses a newer version after a refresh, and without one after a few seconds', async () => {
    let now = 0
    service = createScreeningService({ pool, now: () => now })
    await imported(sourceOf([buildEntry('Viktor Drozhkin')]))
    expect((await names('any', 'Viktor Drozhkin')).hits).toEqual(['Viktor Drozhkin'])
    await imported(sourceOf([buildEntry('Ileana Crisan')], { sha256: 'b'.repeat(64) }), LATER)
    expect((await names('any', 'Viktor Drozhkin')).hits).toEqual(['Viktor Drozhkin'])
    await service.refresh()
    expect((await names('any', 'Viktor Drozhkin')).hits).toEqual([])
    await imported(sourceOf([buildEntry('Marisela Quintero')], { sha256: 'c'.repeat(64) }), LATER)
    now += 3000
    await expect.poll(async () => (await names('any', 'Marisela Quintero')).hits).toEqual(['Marisela Quintero'])
  })

  it('rejects rather than answer from nothing when the lists cannot be read', async () => {
    const lost = new pg.Pool({ connectionString: 'postgresql://127.0.0.1:1/none' })
    const blind = createScreeningService({ pool: lost })
    await expect(blind.forOrganization('any').search({ name: 'Viktor Drozhkin' }, SEARCH)).rejects.toThrow()
    await lost.end()
  })
})

const data = process.env.COUNTERSIGN_DATA

describe.skipIf(!data)('screening against the whole OFAC list (left out without COUNTERSIGN_DATA)', () => {
  it('finds people under the names they go by, and not the person of the examples', { timeout: 120_000 }, async () => {
    await imported(ofacSource(`${data}/ofac`, 'sdn'))
    const service = createScreeningService({ pool })
    const screening = service.forOrganization(uuidv7())
    const best = async (name: string) => (await screening.search({ name }, SEARCH)).hits[0]?.primaryName
    expect(await best('Владимир Владимирович Путин')).toBe('Vladimir Vladimirovich PUTIN')
    expect(await best('Nicolas Maduro')).toBe('Nicolas MADURO MOROS')
    expect(await best('أيمن الظواهري')).toBe('Dr. Ayman AL ZAWAHIRI')
    expect(await best('Jane Doe')).toBeUndefined()
    const { lists } = await screening.search({ name: 'Jane Doe' }, SEARCH)
    expect(lists).toMatchObject([{ list: 'ofac_sdn', entries: 15_443, fictional: false }])
    await service.close()
  })
})
