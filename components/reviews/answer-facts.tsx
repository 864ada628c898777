import type { KeyValue } from '#components/ui/key-values.tsx'
import { Value } from '#components/ui/value.tsx'
import type { FieldSpec } from '#lib/engine/fields.ts'
import { humanize } from '#lib/engine/fields.ts'
import type { Json, JsonObject } from '#lib/engine/json.ts'

/** What was filled in, in the words of the form. */
export function answerFacts(fields: readonly FieldSpec[], data: JsonObject): KeyValue[] {
  const specs = new Map(fields.map((field) => [field.name, field]))
  return Object.entries(data).map(([name, value]) => ({
    label: specs.get(name)?.label ?? humanize(name),
    value: <Value value={worded(specs.get(name), value)} />,
  }))
}

/** Choices as people read them; everything else as it is. */
function worded(field: FieldSpec | undefined, value: Json): Json {
  const labels = new Map(field?.options?.map((option) => [option.value, option.label]))
  const word = (item: Json) => (typeof item === 'string' ? (labels.get(item) ?? item) : item)
  return Array.isArray(value) ? value.map(word) : word(value)
}
