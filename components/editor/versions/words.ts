import { text } from '#components/messages/text.ts'
import { blockRegistry } from '#lib/blocks/index.ts'
import { type GraphDiff, isEmptyDiff } from '#lib/engine/diff.ts'
import { humanize } from '#lib/engine/fields.ts'
import { type FormControl, type FormField, toForm } from '#lib/engine/form.ts'
import type { Block } from '#lib/engine/graph.ts'

/** The path of a changed value in the words of the form that sets it: `Cases › clear › When`. */
export function fieldWords(path: string, block?: Pick<Block, 'type'>): string {
  const [root = '', ...steps] = path.split('.')
  const words = root === 'config' && block ? settingWords(formOf(block.type), steps) : [root, ...steps].map(commonWord)
  return words.join(' › ')
}

function commonWord(name: string): string {
  return text.versions.fields[name] ?? humanize(name)
}

function formOf(type: string): readonly FormField[] {
  const definition = blockRegistry.get(type)
  return definition ? toForm(definition) : []
}

function settingWords(fields: readonly FormField[], [name, ...rest]: readonly string[]): string[] {
  if (name === undefined) return []
  const field = fields.find((one) => one.name === name)
  return [field?.label ?? humanize(name), ...(field ? below(field.control, rest) : rest.map(humanize))]
}

/** What stands inside a value: members under their labels, items under their name or number. */
function below(control: FormControl, steps: readonly string[]): string[] {
  const [name, ...rest] = steps
  if (name === undefined) return []
  switch (control.kind) {
    case 'group':
      return settingWords(control.fields, steps)
    case 'variant':
      return settingWords(
        control.options.flatMap(({ fields }) => fields),
        steps,
      )
    case 'list':
      return [itemWord(name), ...below(control.item, rest)]
    case 'record':
      return [name, ...below(control.value, rest)]
    default:
      return steps.map(itemWord)
  }
}

function itemWord(name: string): string {
  return /^\d+$/.test(name) ? text.versions.item(Number(name) + 1) : name
}

/** A difference in a sentence or two, for the note of a deploy; empty where there is none. */
export function summaryOf(diff: GraphDiff): string {
  if (isEmptyDiff(diff)) return ''
  const { summary } = text.versions
  const { blocks, edges, variables, settings } = diff
  const named = (list: readonly { name: string }[]) => summary.and(list.map(({ name }) => name))
  const many = ({ added, removed, changed }: { added: unknown[]; removed: unknown[]; changed: unknown[] }) =>
    added.length + removed.length + changed.length
  const touched = new Set([...blocks.added, ...blocks.removed].map(({ id }) => id))
  const ends = [
    ...[...edges.added, ...edges.removed].map(({ source, target }) => [source, target]),
    ...edges.changed.map(({ before, after }) => [before.source, before.target, after.target]),
  ]
  const connections = ends.filter((ids) => !ids.some((id) => touched.has(id))).length
  return [
    blocks.added.length > 0 && summary.adds(named(blocks.added)),
    blocks.removed.length > 0 && summary.removes(named(blocks.removed)),
    blocks.changed.length > 0 && summary.changes(named(blocks.changed.map(({ after }) => after))),
    connections > 0 && summary.connections(connections),
    many(variables) > 0 && summary.variables(many(variables)),
    settings.length > 0 && summary.settings,
    blocks.reordered && summary.order,
  ]
    .filter(Boolean)
    .join(' ')
}
