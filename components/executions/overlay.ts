import type { BlockMark, Overlay } from '#components/graph/to-flow.ts'
import type { BlockRunView, ExecutionDetail } from '#lib/contracts/executions.ts'

/** The runs of one block, oldest first; none when it was not reached. */
export function runsOf(detail: ExecutionDetail, blockId: string): BlockRunView[] {
  return detail.blockRuns.filter((run) => run.blockId === blockId).sort((a, b) => a.visit - b.visit)
}

/** What the diagram shows of an execution: each block as its latest visit left it, and the edges travelled. */
export function overlayOf(detail: Pick<ExecutionDetail, 'blockRuns' | 'takenEdges'>): Overlay {
  const marks = new Map<string, BlockMark>()
  for (const run of detail.blockRuns.toSorted((a, b) => a.visit - b.visit)) {
    marks.set(run.blockId, { status: run.status, visits: run.visit })
  }
  return { marks, takenEdges: new Set(detail.takenEdges) }
}
