import type { JsonObject } from '#lib/engine/json.ts'

export type EvaluateRequest = { id: number; expression: string; data: JsonObject }

/** `json` is the text of the value, so that nothing but JSON crosses over. */
export type EvaluateAnswer = { id: number; json: string } | { id: number; message: string }

/** The worker's first message, when it can begin. */
export const READY = 'ready'
