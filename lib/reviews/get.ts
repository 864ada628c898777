import type { Member } from '#lib/auth/principal.ts'
import { type Evidence, REVIEW_KINDS, type ReviewDetail } from '#lib/contracts/reviews.ts'
import { foldEvents } from '#lib/engine/evolve.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { ExecutionState } from '#lib/engine/state.ts'
import { AppError, isAppError } from '#lib/errors.ts'
import { toBlockRuns } from '#lib/executions/block-runs.ts'
import type { StoredExecution } from '#lib/executions/records.ts'
import type { Runtime } from '#lib/ports.ts'
import type { ReviewRow } from '#lib/store/reviews.ts'
import { guardPause } from './guard.ts'
import { toListItem } from './list.ts'

/** One case with what is asked, and what the blocks have found so far; throws `pause_not_found`. */
export async function getReview(
  runtime: Pick<Runtime, 'tenant' | 'executions'>,
  principal: Member,
  pauseId: string,
): Promise<ReviewDetail> {
  const row = await runtime.tenant(principal.organizationId).pauses.find(pauseId)
  const execution = row && (await runtime.executions.find(principal.organizationId, { id: row.executionId }))
  if (!execution || !REVIEW_KINDS.some((kind) => kind === row.kind)) {
    throw new AppError('pause_not_found', 'There is no such case')
  }
  const [graph, { events }] = await Promise.all([
    runtime.executions.graph(execution),
    runtime.executions.events(execution.id),
  ])
  const { fields, decisions, instructions, context, assignees, policy } = row.request
  return {
    ...toListItem(row),
    executionStatus: row.execution.status,
    input: execution.input,
    fields,
    decisions,
    instructions: instructions ?? null,
    context,
    assignees: assignees ?? null,
    policy: policy ?? null,
    mayDecide: mayDecide(principal, execution, row),
    evidence: toEvidence(graph, foldEvents(events), row),
    resolution: toResolution(row),
  }
}

/** Asks the guard of every decision, so that the screen says no before the server does. */
function mayDecide(principal: Member, execution: StoredExecution, row: ReviewRow): ReviewDetail['mayDecide'] {
  if (row.status !== 'open') return { allowed: false, reason: 'This case is closed' }
  try {
    guardPause(principal, execution, { ...row, pause: row.request })
  } catch (error) {
    if (isAppError(error)) return { allowed: false, reason: error.message }
    throw error
  }
  return { allowed: true, reason: null }
}

/** What the other blocks had found when the pause opened, in the order they ended. */
function toEvidence(graph: Graph, state: ExecutionState, pause: ReviewRow): Evidence[] {
  const opened = pause.openedAt.toISOString()
  return toBlockRuns(graph, state)
    .flatMap(({ blockId, blockName, blockType, visit, endedAt, output }): Evidence[] =>
      output === null || endedAt === null || endedAt > opened
        ? []
        : [{ blockId, blockName, blockType, visit, endedAt, output }],
    )
    .toSorted((a, b) => ((a.endedAt ?? '') < (b.endedAt ?? '') ? -1 : 1))
}

function toResolution({ resolution }: ReviewRow): ReviewDetail['resolution'] {
  if (!resolution) return null
  const { action, decision, data, by, at } = resolution
  return { action, decision: decision ?? null, data, by, at: new Date(at).toISOString() }
}
