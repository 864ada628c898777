import { text } from '#components/messages/text.ts'
import { humanize } from '#lib/engine/fields.ts'
import { isJsonObject, type Json } from '#lib/engine/json.ts'
import { KeyValues } from './key-values.tsx'

/** A JSON value for people: words instead of brackets. */
export function Value({ value }: { value: Json | undefined }) {
  if (value === null || value === undefined || value === '') return <span className="text-ink-faint">–</span>
  if (typeof value === 'boolean') return value ? text.common.yes : text.common.no
  if (Array.isArray(value) && value.length === 0) return text.common.none
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)) return value.join(', ')
  if (Array.isArray(value)) {
    return (
      <ol className="grid gap-2">
        {value.map((item, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list out of a recorded value never changes its order
          <li key={position} className="border-l-2 pl-3">
            <Value value={item} />
          </li>
        ))}
      </ol>
    )
  }
  if (isPersonName(value)) return `${value.first} ${value.last}`
  if (isJsonObject(value)) {
    return (
      <KeyValues
        items={Object.entries(value).map(([name, member]) => ({
          label: humanize(name),
          value: <Value value={member} />,
        }))}
      />
    )
  }
  return String(value)
}

function isPersonName(value: Json): value is { first: string; last: string } {
  return (
    isJsonObject(value) &&
    Object.keys(value).length === 2 &&
    typeof value.first === 'string' &&
    typeof value.last === 'string'
  )
}
