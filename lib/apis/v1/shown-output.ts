import { type JsonObject, roughLength } from '#lib/engine/json.ts'

/** An output of about this many characters or more does not stand in an answer. */
const LONGEST = 1024 * 1024

/** A block's output as answers show it: a long one by where it can be had whole, and its length in bytes. */
export function shownOutput(output: JsonObject, executionId: string, blockId: string, visit?: number): JsonObject {
  if (roughLength(output, LONGEST) < LONGEST) return output
  const query = visit === undefined ? '' : `?visit=${visit}`
  return {
    $ref: `/v1/workflows/executions/${encodeURIComponent(executionId)}/outputs/${blockId}${query}`,
    bytes: Buffer.byteLength(JSON.stringify(output)),
  }
}
