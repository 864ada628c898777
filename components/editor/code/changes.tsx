import { text } from '#components/messages/text.ts'
import { blockRegistry } from '#lib/blocks/index.ts'
import { diffGraphs, isEmptyDiff } from '#lib/engine/diff.ts'
import type { Graph } from '#lib/engine/graph.ts'

/** What applying a text would change, in a few lines. */
export function Changes({ before, after }: { before: Graph; after: Graph }) {
  const lines = changeLines(before, after)
  return (
    <section aria-label={text.code.changes} className="max-h-32 overflow-y-auto text-sm">
      {lines.length === 0 ? (
        <p className="text-ink-soft">{text.code.nothing}</p>
      ) : (
        <ul className="grid gap-0.5">
          {lines.map((line) => (
            <li key={line} className="wrap-anywhere">
              {line}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function changeLines(before: Graph, after: Graph): string[] {
  const diff = diffGraphs(before, after, blockRegistry)
  if (isEmptyDiff(diff)) return []
  const words = text.code.change
  const names = (blocks: readonly { name: string }[]) => blocks.map(({ name }) => name).join(', ')
  const { blocks, edges, variables, settings } = diff
  const moved = edges.added.length + edges.removed.length + edges.changed.length
  return [
    blocks.added.length > 0 ? words.added(names(blocks.added)) : '',
    blocks.removed.length > 0 ? words.removed(names(blocks.removed)) : '',
    blocks.changed.length > 0 ? words.changed(names(blocks.changed.map(({ after: block }) => block))) : '',
    blocks.reordered ? words.reordered : '',
    moved > 0
      ? words.edges(edges.added.length + edges.changed.length, edges.removed.length + edges.changed.length)
      : '',
    [variables.added, variables.removed, variables.changed].some(({ length }) => length > 0) ? words.variables : '',
    settings.length > 0 ? words.settings : '',
  ].filter((line) => line !== '')
}
