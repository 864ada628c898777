import type { ExecutionEvent } from '#lib/engine/state.ts'

/** A value whose JSON is longer than this does not stand in its fact's row, in characters. */
const LONGEST = 64 * 1024

/** A value taken out of a fact: the fact's place in its checkpoint, the field it stands in, and its JSON. */
export type SetAside = { fact: number; field: string; json: string }

/**
 * The JSON of a checkpoint's facts. Values too long for the row are `null` in it and come beside; the commonest, short
 * facts, are written as they are, at the cost of one look at the length.
 */
export function toEntries(events: readonly ExecutionEvent[]): { json: string; blobs: SetAside[] } {
  const json = JSON.stringify(events)
  if (json.length <= LONGEST) return { json, blobs: [] }
  const blobs: SetAside[] = []
  const facts = events.map((event, fact) => {
    const fields = Object.entries(event).flatMap(([field, value]) => {
      const text = JSON.stringify(value)
      if (text === undefined) return []
      if (text.length > LONGEST) blobs.push({ fact, field, json: text })
      return [`${JSON.stringify(field)}:${text.length > LONGEST ? 'null' : text}`]
    })
    return `{${fields.join(',')}}`
  })
  return { json: `[${facts.join(',')}]`, blobs }
}

/** The whole facts of an event row in SQL, with what was set aside put back; to be read in place of its `entries`. */
export function wholeEntries(row: string): string {
  return `CASE WHEN ${row}.blobs IS NULL THEN ${row}.entries ELSE (
    SELECT jsonb_agg(fact.value || coalesce(aside.fields, '{}') ORDER BY fact.place)
    FROM jsonb_array_elements(${row}.entries) WITH ORDINALITY AS fact (value, place)
    LEFT JOIN LATERAL (
      SELECT jsonb_object_agg(blob.field, blob.value) AS fields FROM blob
      WHERE blob.execution_id = ${row}.execution_id AND blob.seq = ${row}.seq AND blob.fact = fact.place - 1) aside ON true
  ) END`
}
