import type { ListedEntry } from '#lib/screening/entry.ts'

/** Where a list version comes from: what it is called and its entries, read as they are needed. */
export type ListSource = {
  /** Short name of the list in results, as `ofac_sdn`. */
  code: string
  name: string
  /** Whether the list is made up for trying things out. */
  fictional: boolean
  /** Reads everything; rejects with an `AppError` naming file and line where the source is broken. */
  read(): AsyncIterable<ListedEntry>
  /** After `read`: what the source amounts to. `publishedAt` is `null` where it says nothing. */
  summary(): SourceSummary
}

export type SourceSummary = {
  sha256: string
  publishedAt: Date | null
  /** Lines left out on purpose, by reason, as `orphan aliases`. */
  leftOut: Record<string, number>
}
