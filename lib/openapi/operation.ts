import type { z } from 'zod'
import type { JsonObject } from '#lib/engine/json.ts'

export type ApiName = 'v1' | 'process' | 'turns'

/** What an address answers with one status. */
export type Answer = {
  description: string
  /** Absent where there is no body. */
  schema?: z.ZodType
  /** `application/json` unless said. */
  type?: string
}

/** What the schemas of a route do not say about it. */
export type Operation = {
  /** Unique among all three APIs, for clients. */
  id: string
  /** A few words in the imperative. */
  summary: string
  /** Sentences in Markdown: paragraphs and `code` only. */
  description: string
  answers: Record<number, Answer>
  /** A request body that would be accepted, were its ids known. */
  example?: JsonObject
  /** What members of the body mean, by their path: `options.input`. */
  notes?: Readonly<Record<string, string>>
  /** A body that is no JSON. */
  form?: JsonObject
  /** Goes beyond the API this one follows. */
  addition?: true
}

/** The operations of one API by method and pattern, and how it refuses. */
export type ApiDescription = {
  name: ApiName
  title: string
  description: string
  operations: Readonly<Record<string, Operation>>
  /** Bodies by name, to be shared by operations. */
  schemas: Readonly<Record<string, z.ZodType>>
  /** Bodies of refusals; `default` is of every status that is not named. */
  refusals: { default: Answer; [status: number]: Answer }
}
