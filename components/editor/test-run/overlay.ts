import type { BlockMark } from '#components/graph/to-flow.ts'
import type { ExecutionDetail } from '#lib/contracts/executions.ts'
import type { Coverage } from '#lib/engine/coverage.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { EditorOverlay } from '../editor-context.tsx'

/** What the canvas shows of a test run: each block as its latest visit left it, edges taken, outputs out of date. */
export function runOverlay(
  { blockRuns, takenEdges }: Pick<ExecutionDetail, 'blockRuns' | 'takenEdges'>,
  stale: ReadonlySet<string>,
): EditorOverlay {
  const marks = new Map<string, BlockMark>()
  for (const { blockId, status, visit } of blockRuns.toSorted((a, b) => a.visit - b.visit)) {
    marks.set(blockId, { status, visits: visit })
  }
  return { marks, takenEdges: new Set(takenEdges), stale }
}

/** What the canvas shows of the scenarios: every block they have run, and every edge they have taken. */
export function coverageOverlay(graph: Graph, { blocks, edges }: Coverage): EditorOverlay {
  const marks = graph.blocks.map(({ id }): [string, BlockMark] => [
    id,
    { status: blocks.has(id) ? 'completed' : 'skipped', visits: 1 },
  ])
  return { marks: new Map(marks), takenEdges: edges }
}
