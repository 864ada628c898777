import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ListedEntry } from '#lib/screening/entry.ts'
import type { ListSource } from './source.ts'

/** A folder with these files for one test, and its removal. */
export async function folderWith(files: Record<string, string>): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'lists-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(path, name), content)
  return { path, remove: () => rm(path, { recursive: true }) }
}

/** Everything a source says. */
export async function entriesOf(source: ListSource): Promise<ListedEntry[]> {
  const entries: ListedEntry[] = []
  for await (const entry of source.read()) entries.push(entry)
  return entries
}

/** A source that gives these entries and says it has this hash. */
export function sourceOf(
  entries: readonly ListedEntry[],
  overrides: Partial<ListSource> & { sha256?: string } = {},
): ListSource {
  const { sha256 = 'a'.repeat(64), ...rest } = overrides
  return {
    code: 'own',
    name: 'Own list',
    fictional: false,
    read: async function* () {
      yield* entries
    },
    summary: () => ({ sha256, publishedAt: null, leftOut: {} }),
    ...rest,
  }
}
