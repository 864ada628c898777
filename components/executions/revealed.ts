import type { BlockRunView, ExecutionDetail } from '#lib/contracts/executions.ts'

type Shown = Pick<ExecutionDetail, 'id' | 'revision' | 'status' | 'input' | 'credentials' | 'blockRuns'>

/** What goes on in an execution, with the personal data of what had been done when it was revealed. */
export function withRevealed<Detail extends Shown>(live: Detail, revealed: Detail): Detail {
  if (live.id !== revealed.id) return live
  if (live.revision === revealed.revision) return { ...revealed, blockRuns: merge(live, revealed), status: live.status }
  const { input, credentials } = revealed
  return { ...live, input, blockRuns: merge(live, revealed), ...(live.credentials.length > 0 && { credentials }) }
}

function merge(live: Shown, revealed: Shown): BlockRunView[] {
  const known = new Map(revealed.blockRuns.map((run) => [keyOf(run), run]))
  return live.blockRuns.map((run) => known.get(keyOf(run)) ?? run)
}

/** A visit as it stands: one that has gone on since is another. */
function keyOf({ blockId, visit, status }: BlockRunView): string {
  return `${blockId}:${visit}:${status}`
}
