import type { ListedEntry } from '#lib/screening/entry.ts'

/** Where a version of a list or register comes from: what it is called and its entries, read as they are needed. */
export type VersionSource<Entry> = {
  /** Short name of the list in results, as `ofac_sdn`. */
  code: string
  name: string
  /** Whether the list is made up for trying things out. */
  fictional: boolean
  /** Reads everything; rejects with an `AppError` naming file and line where the source is broken. */
  read(): AsyncIterable<Entry>
  /** After `read`: what the source amounts to. `publishedAt` is `null` where it says nothing. */
  summary(): SourceSummary
}

/** Where a version of a sanctions list comes from. */
export type ListSource = VersionSource<ListedEntry>

export type SourceSummary = {
  sha256: string
  publishedAt: Date | null
  /** Lines left out on purpose, by reason, as `orphan aliases`. */
  leftOut: Record<string, number>
}
