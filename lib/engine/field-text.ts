import type { FieldSpec } from './fields.ts'
import type { Json } from './json.ts'

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const YES: ReadonlySet<string> = new Set(['true', 'yes', 'y', '1'])
const NO: ReadonlySet<string> = new Set(['false', 'no', 'n', '0'])

/** The value that a written text stands for in a field of this type; the text itself where it stands for none. */
export function valueOfText(field: Pick<FieldSpec, 'type' | 'options'>, text: string): Json {
  const plain = text.trim()
  switch (field.type) {
    case 'number':
      return NUMBER.test(plain) ? Number(plain) : text
    case 'boolean':
      return booleanOf(plain.toLowerCase()) ?? text
    case 'select':
      return optionOf(field, plain)
    case 'multiselect':
      return plain === '' ? [] : plain.split(',').map((part) => optionOf(field, part.trim()))
    case 'json':
      return parsed(plain, text)
    case 'date':
    case 'file':
      return plain
    case 'text':
    case 'textarea':
      return text
    default:
      return field.type satisfies never
  }
}

function booleanOf(word: string): boolean | undefined {
  if (YES.has(word)) return true
  return NO.has(word) ? false : undefined
}

/** The option meant by its value or its label, in any letter case. */
function optionOf({ options = [] }: Pick<FieldSpec, 'options'>, text: string): string {
  const same = (other: string) => other.toLowerCase() === text.toLowerCase()
  const meant = options.find(({ value }) => same(value)) ?? options.find(({ label }) => same(label))
  return meant?.value ?? text
}

function parsed(json: string, otherwise: string): Json {
  try {
    return JSON.parse(json)
  } catch {
    return otherwise
  }
}
