import type { Change, Changes } from '#components/graph/to-flow.ts'
import type { GraphDiff } from '#lib/engine/diff.ts'
import type { Edge, Graph } from '#lib/engine/graph.ts'

/** Two graphs in one: the latter, with what was removed, and what became of each block and edge. */
export function pictureOf(after: Graph, { blocks, edges }: GraphDiff): { graph: Graph; changes: Changes } {
  const present = new Set(after.blocks.map(({ id }) => id))
  const gone = edges.removed.map((edge): Edge => ({ ...edge, id: `removed ${edge.id}` }))
  const former = edges.changed
    .filter(({ before, after: now }) => before.target !== now.target)
    .map(({ before }): Edge => ({ ...before, id: `removed ${before.id}` }))
  const removed = blocks.removed.filter(({ id }) => !present.has(id))
  return {
    // Nobody arranged both: the picture is laid out anew, so that what was removed covers nothing.
    graph: {
      ...after,
      blocks: [...after.blocks, ...removed].map((block) => ({ ...block, position: { x: 0, y: 0 } })),
      edges: [...after.edges, ...gone, ...former],
    },
    changes: {
      blocks: new Map<string, Change>([
        ...blocks.added.map(({ id }) => [id, 'added'] as const),
        ...removed.map(({ id }) => [id, 'removed'] as const),
        ...blocks.changed.map(({ id }) => [id, 'changed'] as const),
      ]),
      edges: new Map<string, Change>([
        ...edges.added.map(({ id }) => [id, 'added'] as const),
        ...edges.changed.map(({ after: { id } }) => [id, 'changed'] as const),
        ...[...gone, ...former].map(({ id }) => [id, 'removed'] as const),
      ]),
    },
  }
}
