import type pg from 'pg'
import type { ScreeningHit, ScreeningQuery, ScreeningResult, ScreeningService } from '#lib/blocks/services.ts'
import type { ListedEntry } from '#lib/screening/entry.ts'
import { compareFacts } from '#lib/screening/factors.ts'
import { NameIndex, type NameMatch } from '#lib/screening/index.ts'
import { type ActiveVersion, activeListVersions, listEntries } from '#lib/store/lists.ts'
import { toListVersion } from '../list-version.ts'

/** Changes with every change of the matching that can move a score. */
const PROVIDER = { name: 'countersign_lists', version: '1' }
const CHECK_EVERY_MS = 3000

type SearchOptions = Parameters<ScreeningService['search']>[1]
type Loaded = { version: ActiveVersion; index: NameIndex }

export type ScreeningLists = {
  /** The lists of the instance together with the organization's own. */
  forOrganization(organizationId: string): ScreeningService
  /** Looks for newer list versions now and waits until searches use them; rejects where one cannot be loaded. */
  refresh(): Promise<void>
  /** Lets go of the indexes; later searches find no list. */
  close(): Promise<void>
}

/**
 * Searches active list versions in memory. A list is loaded when it is first searched; when a newer version becomes
 * active, searches go on with the one before until the new index is ready. A list that cannot be loaded makes the
 * search reject.
 */
export function createScreeningService(deps: { pool: pg.Pool; now?: () => number }): ScreeningLists {
  const now = deps.now ?? Date.now
  const loaded = new Map<string, Loaded>()
  const loading = new Map<string, Promise<Loaded>>()
  let active: ActiveVersion[] = []
  let checkedAt = Number.NEGATIVE_INFINITY
  let checking: Promise<void> | undefined
  let closed = false

  async function check(): Promise<void> {
    active = closed ? [] : await activeListVersions(deps.pool)
    checkedAt = now()
    const lists = new Set(active.map((version) => version.listId))
    for (const listId of loaded.keys()) if (!lists.has(listId)) loaded.delete(listId)
  }

  async function checkNow(): Promise<void> {
    checking ??= check().finally(() => {
      checking = undefined
    })
    await checking
  }

  function load(version: ActiveVersion): Promise<Loaded> {
    const running = loading.get(version.versionId)
    if (running !== undefined) return running
    const started = buildIndex(deps.pool, version)
      .then((index) => {
        const ready = { version, index }
        if (!closed) loaded.set(version.listId, ready)
        return ready
      })
      .finally(() => loading.delete(version.versionId))
    loading.set(version.versionId, started)
    return started
  }

  /** The newest index that is ready; waits only for a list that has none. */
  async function ready(version: ActiveVersion): Promise<Loaded> {
    const present = loaded.get(version.listId)
    if (present === undefined) return load(version)
    if (present.version.versionId === version.versionId) return { version, index: present.index }
    // A failed load leaves the version before in use; the next search tries again, `refresh` reports it.
    load(version).catch(() => {})
    return present
  }

  return {
    forOrganization: (organizationId) => ({
      async search(query, options) {
        if (now() - checkedAt >= CHECK_EVERY_MS) await checkNow()
        const visible = active.filter((v) => v.organizationId === null || v.organizationId === organizationId)
        const lists = await Promise.all(visible.map(ready))
        const hits = lists.flatMap((list) =>
          matches(list.index, query, options).map((match) => toHit(match, list.version, query)),
        )
        return {
          hits: hits.sort(byIdentifierThenScore).slice(0, options.limit),
          lists: lists.map((list) => toListVersion(list.version)),
          provider: PROVIDER,
        } satisfies ScreeningResult
      },
    }),
    async refresh() {
      await checkNow()
      const outdated = active.filter((version) => {
        const present = loaded.get(version.listId)
        return present !== undefined && present.version.versionId !== version.versionId
      })
      await Promise.all(outdated.map(load))
    },
    async close() {
      closed = true
      loaded.clear()
      active = []
      await Promise.allSettled(loading.values())
    },
  }
}

/** Entries found by name, and those that carry an identifier of the subject whatever their name. */
function matches(index: NameIndex, query: ScreeningQuery, options: SearchOptions): NameMatch[] {
  const byName = index.search(query.name, options)
  const found = new Set(byName.map((match) => match.entry))
  const byIdentifier = index.searchIdentifiers(query.identifiers ?? [], query.name)
  return [...byIdentifier.filter((match) => !found.has(match.entry)), ...byName]
}

async function buildIndex(pool: pg.Pool, version: ActiveVersion): Promise<NameIndex> {
  const entries: ListedEntry[] = []
  for await (const page of listEntries(pool, version.versionId)) entries.push(...page)
  return NameIndex.buildInSlices(entries)
}

function byIdentifierThenScore(a: ScreeningHit, b: ScreeningHit): number {
  return Number(b.factors.identifier === 'match') - Number(a.factors.identifier === 'match') || b.score - a.score
}

function toHit(match: NameMatch, list: ActiveVersion, query: ScreeningQuery): ScreeningHit {
  const { entry } = match
  return {
    entryId: entry.id,
    list: list.code,
    matchedName: match.matchedName,
    primaryName: entry.primaryName,
    aliases: entry.aliases.map((alias) => alias.name),
    type: entry.type,
    programs: entry.programs,
    birthDates: entry.birthDates,
    countries: entry.countries,
    score: match.score,
    factors: { name: match.score, ...compareFacts(query, entry) },
    weakAlias: match.weakAlias,
    remarks: entry.remarks,
  }
}
