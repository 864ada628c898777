import type { z } from 'zod'
import type { BlockDefinition } from './block.ts'
import type { Json } from './json.ts'
import type { Projection } from './project.ts'
import type { ExecutionEvent } from './state.ts'

/** Time comes in from outside; instants are milliseconds since 1970. */
export interface Clock {
  now(): number
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Calls once after `ms`, unless what is answered is called before. */
  after(ms: number, call: () => void): () => void
}

export interface Ids {
  pause(): string
  /** 0 to 1, for jitter. */
  random(): number
}

/** Closes values that only blocks may see, for the record. */
export interface Vault {
  /** Equal values give equal texts; what is sealed already is sealed again. */
  seal(value: Json): string
  /** The value behind a sealed text, `undefined` where it cannot be opened; any other value is answered as it is. */
  open(value: Json): Json | undefined
}

/** Facts of one execution that are recorded together, and what they change outside the event log. */
export type Checkpoint<Creation = unknown> = {
  executionId: string
  /** Position in the execution's log, from 1. */
  seq: number
  /** Counts the owners; a record of an earlier owner is refused. */
  epoch: number
  events: ExecutionEvent[]
  projection: Projection
  /** Present in the first checkpoint of an execution. */
  creation?: Creation
}

/** `fenced`: somebody else owns the execution now. `conflict`: the new execution's id is taken. */
export type AppendResult = 'recorded' | 'fenced' | 'conflict'

export interface Journal<Creation = unknown> {
  /** Resolves when the checkpoint is durable, or tells why it is not recorded; rejects when nobody can know. */
  append(checkpoint: Checkpoint<Creation>): Promise<AppendResult>
}

/** The block types by name. */
export type BlockRegistry<Services> = ReadonlyMap<string, BlockDefinition<z.ZodObject, z.ZodType<object>, Services>>
