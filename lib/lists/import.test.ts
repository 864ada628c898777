import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ListedEntry } from '#lib/screening/entry.ts'
import { buildEntry } from '#lib/screening/testing.ts'
import * as listStore from '#lib/store/lists.ts'
import { activeListVersions, listEntries } from '#lib/store/lists.ts'
import { createTestDatabase, type TestDatabase } from '#lib/store/testing.ts'
import { importList } from './import.ts'
import type { ListSource } from './source.ts'
import { sourceOf } from './testing.ts'

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

const imported = (source: ListSource, now = AT, organizationId: string | null = null) =>
  importList({ pool, store: listStore, now: () => now }, { source, organizationId })

async function storedEntries(versionId: string): Promise<ListedEntry[]> {
  const entries: ListedEntry[] = []
  for await (const page of listEntries(pool, versionId)) entries.push(...page)
  return entries
}

describe('an import', () => {
  it('stores every entry as the source has it and makes the version active', async () => {
    const entries = [
      buildEntry('Viktor Drozhkin', {
        id: 'S1',
        aliases: [{ name: 'The "Broker"; \\ Виктор', weak: true }],
        birthDates: ['1968-04-12'],
        countries: ['RU', 'CY'],
        identifiers: ['P 4471902'],
        programs: ['CYBER'],
        remarks: 'Line one\nline two',
      }),
      buildEntry('SABLE DAWN', { id: 'S2', type: 'vessel' }),
    ]
    const progress: number[] = []
    const done = await importList(
      { pool, store: listStore, now: () => AT },
      { source: sourceOf(entries), onProgress: (count) => progress.push(count) },
    )
    expect(done).toEqual({
      list: 'own',
      versionId: done.versionId,
      version: '2026-03-10-aaaaaaaa',
      entries: 2,
      aliases: 1,
      sha256: 'a'.repeat(64),
      leftOut: {},
      unchanged: false,
    })
    expect(progress).toEqual([2])
    expect(await storedEntries(done.versionId)).toEqual(entries)
    expect(await activeListVersions(pool)).toEqual([
      expect.objectContaining({
        versionId: done.versionId,
        code: 'own',
        organizationId: null,
        entries: 2,
        publishedAt: AT,
      }),
    ])
  })

  it('keeps every entry of a long list once and in order', async () => {
    const entries = Array.from({ length: 4500 }, (_, i) => buildEntry(`Name ${i}`))
    const { versionId } = await imported(sourceOf(entries))
    expect((await storedEntries(versionId)).map((entry) => entry.id)).toEqual(entries.map((entry) => entry.id))
  })

  it('puts the newer version in the place of the older one', async () => {
    await imported(sourceOf([buildEntry('Old Name')]))
    const newer = await imported(sourceOf([buildEntry('New Name')], { sha256: 'b'.repeat(64) }), LATER)
    const { rows } = await pool.query('select version, status from list_version order by imported_at')
    expect(rows).toEqual([
      { version: '2026-03-10-aaaaaaaa', status: 'superseded' },
      { version: '2026-03-11-bbbbbbbb', status: 'active' },
    ])
    expect((await activeListVersions(pool)).map((version) => version.versionId)).toEqual([newer.versionId])
  })

  it('of the same content stores nothing and renews the date', async () => {
    const first = await imported(sourceOf([buildEntry('Old Name')]))
    const second = await imported(sourceOf([buildEntry('Old Name')]), LATER)
    expect(second).toMatchObject({ versionId: first.versionId, unchanged: true })
    const { rows } = await pool.query('select status, imported_at, published_at from list_version')
    expect(rows).toEqual([{ status: 'active', imported_at: LATER, published_at: LATER }])
  })

  it('that breaks in the middle leaves the version before in use and nothing behind', async () => {
    const first = await imported(sourceOf([buildEntry('Old Name')]))
    const broken = sourceOf([], {
      read: async function* () {
        for (let i = 0; i < 1500; i++) yield buildEntry(`Name ${i}`)
        throw new Error('line 1501')
      },
    })
    await expect(imported(broken, LATER)).rejects.toThrow('line 1501')
    expect((await activeListVersions(pool)).map((version) => version.versionId)).toEqual([first.versionId])
    const { rows } = await pool.query('select count(*)::int as entries from list_entry')
    expect(rows).toEqual([{ entries: 1 }])
  })

  it('of an empty or much smaller source is refused, the smaller one unless allowed', async () => {
    await expect(imported(sourceOf([]))).rejects.toMatchObject({ code: 'validation_failed' })
    await imported(sourceOf(['A A', 'B B', 'C C'].map((name) => buildEntry(name))))
    const smaller = sourceOf([buildEntry('A A')], { sha256: 'c'.repeat(64) })
    await expect(imported(smaller)).rejects.toMatchObject({
      code: 'validation_failed',
      message: 'The source of own holds 1 entries, the active version 3',
    })
    const allowed = await importList(
      { pool, store: listStore, now: () => LATER },
      { source: smaller, allowShrinking: true },
    )
    expect(allowed.entries).toBe(1)
  })

  it('is refused while the same list is being imported', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let begun = () => {}
    const started = new Promise<void>((resolve) => {
      begun = resolve
    })
    const slow = sourceOf([], {
      read: async function* () {
        begun()
        await held
        yield buildEntry('Slow Name')
      },
    })
    const running = imported(slow)
    await started
    await expect(imported(sourceOf([buildEntry('Other Name')]))).rejects.toMatchObject({ code: 'service_unavailable' })
    await imported(sourceOf([buildEntry('Third Name')], { code: 'third' }))
    release()
    expect((await running).entries).toBe(1)
  })
})
