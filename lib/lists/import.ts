import type pg from 'pg'
import { AppError } from '#lib/errors.ts'
import { uuidv7 } from '#lib/ids.ts'
import type { ListStore, VersionStore } from './ports.ts'
import type { ListSource, SourceSummary, VersionSource } from './source.ts'

export type ImportDeps<Store extends VersionStore = ListStore> = { pool: pg.Pool; store: Store; now(): Date }

export type ImportOptions<Source = ListSource> = {
  source: Source
  /** The organization it belongs to; without one it serves every organization of the instance. */
  organizationId?: string | null
  /** Accepts a version with less than half the entries of the one before, which is otherwise taken for a broken source. */
  allowShrinking?: boolean
  /** Told how many entries are stored so far. */
  onProgress?(entries: number): void
}

export type ImportedList = {
  list: string
  versionId: string
  version: string
  entries: number
  /** Strong and weak names besides the primary ones. */
  aliases: number
  sha256: string
  leftOut: SourceSummary['leftOut']
  /** The source says what the active version holds: nothing was stored, only the date of the version renewed. */
  unchanged: boolean
}

const BATCH = 1000

/** What versions can be made of: something with other names. */
type Entry = { aliases: readonly unknown[] }

/** How one kind of list is kept. */
type Kind<Each> = {
  kind: 'sanctions' | 'companies'
  insert(client: pg.ClientBase, versionId: string, entries: readonly Each[]): Promise<void>
}

/** `importVersion` for a sanctions list. */
export function importList(deps: ImportDeps, options: ImportOptions): Promise<ImportedList> {
  return importVersion(deps, { kind: 'sanctions', insert: deps.store.insertListEntries }, options)
}

/**
 * Reads a source into a new version of its list and makes it the active one. A broken source, or one that shrinks
 * below half, is refused (`validation_failed`) and the version before stays as it is; while the list is being
 * imported elsewhere the refusal is `service_unavailable`.
 */
export async function importVersion<Each extends Entry>(
  deps: ImportDeps<VersionStore>,
  kind: Kind<Each>,
  options: ImportOptions<VersionSource<Each>>,
): Promise<ImportedList> {
  const organizationId = options.organizationId ?? null
  const { code } = options.source
  const done = await deps.store.withListLock(deps.pool, `list:${organizationId ?? ''}:${code}`, (client) =>
    importLocked(deps.store, client, deps.now(), organizationId, kind, options),
  )
  if (done === null) {
    throw new AppError('service_unavailable', `The list ${code} is being imported already`, { retryAfterSeconds: 30 })
  }
  return done
}

async function importLocked<Each extends Entry>(
  store: VersionStore,
  client: pg.ClientBase,
  importedAt: Date,
  organizationId: string | null,
  { kind, insert }: Kind<Each>,
  { source, allowShrinking, onProgress }: ImportOptions<VersionSource<Each>>,
): Promise<ImportedList> {
  const { code, name, fictional } = source
  const listId = await store.ensureList(client, { id: uuidv7(), organizationId, kind, code, name, fictional })
  const active = await store.activeVersionOf(client, listId)
  const id = uuidv7()
  await store.openListVersion(client, { id, listId, version: '', publishedAt: importedAt, importedAt })
  try {
    const counts = await storeEntries(source, (batch) => insert(client, id, batch), onProgress)
    const { sha256, publishedAt: said, leftOut } = source.summary()
    const publishedAt = said ?? importedAt
    const common = { list: code, ...counts, sha256, leftOut }
    if (active?.sha256 === sha256) {
      await store.discardListVersion(client, id)
      await store.confirmListVersion(client, active.id, { publishedAt, importedAt })
      return { ...common, versionId: active.id, version: active.version, unchanged: true }
    }
    refuseLoss(code, counts.entries, active?.entries ?? 0, allowShrinking ?? false)
    const version = `${publishedAt.toISOString().slice(0, 10)}-${sha256.slice(0, 8)}`
    await store.activateListVersion(client, { id, listId, version, publishedAt, sha256, entries: counts.entries })
    return { ...common, versionId: id, version, unchanged: false }
  } catch (error) {
    await store.discardListVersion(client, id).catch(() => {})
    throw error
  }
}

async function storeEntries<Each extends Entry>(
  source: VersionSource<Each>,
  insert: (batch: readonly Each[]) => Promise<void>,
  onProgress: ImportOptions['onProgress'],
): Promise<{ entries: number; aliases: number }> {
  let [entries, aliases] = [0, 0]
  let batch: Each[] = []
  const flush = async () => {
    if (batch.length > 0) await insert(batch)
    entries += batch.length
    batch = []
    onProgress?.(entries)
  }
  for await (const entry of source.read()) {
    aliases += entry.aliases.length
    if (batch.push(entry) === BATCH) await flush()
  }
  await flush()
  return { entries, aliases }
}

function refuseLoss(code: string, entries: number, before: number, allowShrinking: boolean) {
  if (entries === 0) throw new AppError('validation_failed', `The source of ${code} holds no entries`)
  if (entries < before / 2 && !allowShrinking) {
    const message = `The source of ${code} holds ${entries} entries, the active version ${before}`
    throw new AppError('validation_failed', message)
  }
}
