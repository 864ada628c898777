import type { MrzReading } from '#lib/blocks/services.ts'
import type { BlockError } from '#lib/engine/block.ts'

/** What the worker is asked: to read a page, taking `now` (milliseconds) as the present. */
export type ReadRequest = { id: number; bytes: Uint8Array; now: number }

/** What it answers: a reading, the caller's fault, or a fault of its own. */
export type ReadAnswer =
  | { id: number; type: 'read'; mrz: MrzReading | null; durationMs: number }
  | { id: number; type: 'refused'; error: BlockError }
  | { id: number; type: 'failed'; message: string }
