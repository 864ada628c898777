import { blockTypes } from '#lib/blocks/index.ts'
import { type FormField, formOf, toForm } from '#lib/engine/form.ts'
import { blockSchema, edgeSchema, graphSchema, variableSchema } from '#lib/engine/graph.ts'

/** What can stand at a place of the text. */
export type Offer = { label: string; detail?: string; info?: string }

type Line = { indent: number; key: string | undefined; value: string }

const FIXED_KEYS: Record<string, FormField[]> = {
  '': formOf(graphSchema),
  blocks: formOf(blockSchema),
  edges: formOf(edgeSchema),
  variables: formOf(variableSchema),
}

/** What can stand where one writes YAML: the keys of what one is in, or the values of the key one has begun. */
export function offersAt(text: string, position: number): Offer[] {
  const lines = text.slice(0, position).split('\n')
  const current = toLine(lines.at(-1) ?? '')
  const above = lines
    .slice(0, -1)
    .filter((line) => line.trim() !== '')
    .map(toLine)
  const path = pathTo(above, current.indent)
  if (current.key !== undefined) return valuesFor(text, path, current.key)
  return fieldsAt(path, above, current.indent).map(({ name, label, help }) => ({
    label: `${name}: `,
    detail: label,
    ...(help !== undefined && { info: help }),
  }))
}

/** A list's dash counts as indentation, as it does for what follows it. */
function toLine(line: string): Line {
  const dash = line.replace(/^(\s*)- /, '$1  ')
  const match = /^(\s*)([A-Za-z_][\w]*):\s*(.*)$/.exec(dash)
  const indent = /^\s*/.exec(dash)?.[0].length ?? 0
  return { indent, key: match?.[2], value: match?.[3] ?? '' }
}

/** Keys of the lines that hold a line of this indentation, outermost first. */
function pathTo(above: readonly Line[], indent: number): string[] {
  const path: string[] = []
  let inner = indent
  for (const line of above.toReversed()) {
    if (line.key === undefined || line.indent >= inner) continue
    path.unshift(line.key)
    inner = line.indent
  }
  return path
}

function valuesFor(text: string, path: readonly string[], key: string): Offer[] {
  if (path.at(-1) === 'blocks' && key === 'type')
    return blockTypes.map(({ type, label, description }) => ({ label: type, detail: label, info: description }))
  if (path.at(-1) === 'edges' && (key === 'source' || key === 'target')) return blockIds(text)
  const field = FIXED_KEYS[path.at(-1) ?? '']?.find(({ name }) => name === key)
  return field?.control.kind === 'choice'
    ? field.control.options.map(({ value, label }) => ({ label: value, detail: label }))
    : []
}

function blockIds(text: string): Offer[] {
  const blocks = /^blocks:\s*\n([\s\S]*?)(?=^\S|$(?![\s\S]))/m.exec(text)?.[1] ?? ''
  return [...blocks.matchAll(/^\s{0,4}- id:\s*(\S+)/gm)].map(([, id = '']) => ({ label: id }))
}

function fieldsAt(path: readonly string[], above: readonly Line[], indent: number): FormField[] {
  const known = FIXED_KEYS[path.at(-1) ?? '']
  if (known && path.length <= 1) return known
  if (path[0] !== 'blocks' || path[1] !== 'config') return []
  const configIndent = above.findLast(({ key, indent: at }) => key === 'config' && at < indent)?.indent
  const type = above.findLast(({ key, indent: at }) => key === 'type' && at === configIndent)?.value
  const definition = blockTypes.find((candidate) => candidate.type === type)
  return definition ? membersAt(toForm(definition), path.slice(2)) : []
}

function membersAt(fields: readonly FormField[], path: readonly string[]): FormField[] {
  const [name, ...rest] = path
  if (name === undefined) return [...fields]
  const control = fields.find((field) => field.name === name)?.control
  const inner = control?.kind === 'list' ? control.item : control
  return inner?.kind === 'group' ? membersAt(inner.fields, rest) : []
}
