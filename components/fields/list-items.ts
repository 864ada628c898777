import { humanize } from '#lib/engine/fields.ts'
import { blankOf, type FormControl } from '#lib/engine/form.ts'
import { isJsonObject, type Json } from '#lib/engine/json.ts'

const NAMING = ['name', 'handle', 'value'] as const

/** What stands on a folded item: its label or name, and what else tells it apart. */
export function summaryOf(item: Json): { title: string | undefined; detail: string } {
  if (!isJsonObject(item))
    return { title: typeof item === 'string' && item !== '' ? item.slice(0, 60) : undefined, detail: '' }
  const says = (key: string) => {
    const value = item[key]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const name = NAMING.map(says).find((value) => value !== undefined)
  const title = says('label') ?? name
  const detail = [name === title ? undefined : name, says('type'), says('when')].filter((part) => part !== undefined)
  return { title, detail: detail.join(' · ') }
}

/** A new item for a list, named so that it can stay: `decision_3` among `decisions`. */
export function newItem(control: FormControl, list: string, items: readonly Json[]): Json {
  const blank = blankOf(control)
  if (!isJsonObject(blank)) return blank
  const key = NAMING.find((name) => name in blank)
  if (key === undefined) return blank
  const taken = new Set(items.map((item) => (isJsonObject(item) ? item[key] : undefined)))
  const stem = list.replace(/s$/, '') || 'item'
  const numbers = Array.from({ length: items.length + 1 }, (_, at) => items.length + 1 + at)
  const name = numbers.map((number) => `${stem}_${number}`).find((candidate) => !taken.has(candidate)) ?? stem
  return { ...blank, [key]: name, ...('label' in blank && { label: humanize(name) }) }
}
