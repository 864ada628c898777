import { text } from '#components/messages/text.ts'
import { humanize } from '#lib/engine/fields.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { MergeConflict } from '#lib/engine/merge.ts'

/** Where a conflict is, in the names of the blocks before the change: the thing, and the field in it. */
export function clashWords(
  { path }: Pick<MergeConflict, 'path'>,
  graphs: readonly Graph[],
): { thing: string; field: string } {
  const [list, id = '', ...rest] = path
  const field = (rest[0] === 'config' ? rest.slice(1) : rest).map(humanize).join(' › ')
  const nameOf = (blockId: string) =>
    graphs.flatMap(({ blocks }) => blocks).find((block) => block.id === blockId)?.name ?? blockId
  switch (list) {
    case 'blocks':
      return { thing: nameOf(id), field }
    case 'edges': {
      const edge = graphs.flatMap(({ edges }) => edges).find((candidate) => candidate.id === id)
      return { thing: text.editor.clashEdge(nameOf(edge?.source ?? id), nameOf(edge?.target ?? id)), field }
    }
    case 'variables':
      return { thing: text.editor.clashVariable(id), field }
    default:
      return { thing: text.editor.clashSettings, field: [id, ...rest].filter(Boolean).map(humanize).join(' › ') }
  }
}

/** Whether a conflict is about something being there at all. */
export function isRemoval({ path, mine, theirs }: MergeConflict): boolean {
  return path.length === 2 && path[0] !== 'settings' && (mine === undefined || theirs === undefined)
}
