import type { Member } from '#lib/auth/principal.ts'
import { blockRegistry } from '#lib/blocks/index.ts'
import { type Evidence, REVIEW_KINDS, type ReviewDetail } from '#lib/contracts/reviews.ts'
import { foldEvents } from '#lib/engine/evolve.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { ExecutionState } from '#lib/engine/state.ts'
import { AppError, isAppError } from '#lib/errors.ts'
import { toBlockRuns } from '#lib/executions/block-runs.ts'
import type { StoredExecution } from '#lib/executions/records.ts'
import type { Runtime } from '#lib/ports.ts'
import type { ReviewRow } from '#lib/store/reviews.ts'
import { filesOf } from './case-files.ts'
import { guardPause, peopleNeeded } from './guard.ts'
import { toListItem } from './list.ts'
import { toTimeline } from './timeline.ts'

const EARLIER_CASES = 10

/** One case with what is asked, what the blocks have found so far, and what was done to it; throws `pause_not_found`. */
export async function getReview(
  runtime: Pick<Runtime, 'tenant' | 'executions'>,
  principal: Member,
  pauseId: string,
): Promise<ReviewDetail> {
  const { pauses } = runtime.tenant(principal.organizationId)
  const row = await pauses.find(pauseId)
  const execution = row && (await runtime.executions.find(principal.organizationId, { id: row.executionId }))
  if (!execution || !REVIEW_KINDS.some((kind) => kind === row.kind)) {
    throw new AppError('pause_not_found', 'There is no such case')
  }
  const { subjectId } = row.execution
  const [graph, { events }, actions, earlier] = await Promise.all([
    runtime.executions.graph(execution),
    runtime.executions.events(execution.id),
    pauses.actions(pauseId),
    subjectId === null ? [] : pauses.ofSubject(subjectId, pauseId, EARLIER_CASES),
  ])
  const files = await filesOf(runtime, principal.organizationId, row, execution.input, actions)
  const { fields, instructions, context, assignees, policy } = row.request
  return {
    ...toListItem(row),
    executionStatus: row.execution.status,
    input: execution.input,
    fields,
    decisions: toDecisions(graph, row),
    instructions: instructions ?? null,
    context,
    assignees: assignees ?? null,
    policy: {
      fourEyes: policy?.fourEyes ?? false,
      selfApproval: policy?.selfApproval ?? true,
      peopleNeeded: peopleNeeded(row.request),
    },
    mayDecide: mayDecide(principal, execution, row),
    proposal: toProposal(row),
    evidence: toEvidence(graph, foldEvents(events), row),
    files: files.map((file) => ({ ...file, createdAt: file.createdAt.toISOString() })),
    timeline: toTimeline(row, actions),
    earlier: earlier.map(toEarlier),
    resolution: toResolution(row),
  }
}

/** Asks the guard of every decision, so that the screen says no before the server does. */
function mayDecide(principal: Member, execution: StoredExecution, row: ReviewRow): ReviewDetail['mayDecide'] {
  if (row.status !== 'open') return { part: null, reason: 'This case is closed', held: false }
  try {
    return { part: guardPause(principal, execution, { ...row, pause: row.request }), reason: null, held: false }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { part: null, reason: error.message, held: error.code === 'review_claimed' }
  }
}

/** What can be decided, each with the block it leads to and whether that asks somebody outside again. */
function toDecisions(graph: Graph, { request, blockId }: ReviewRow): ReviewDetail['decisions'] {
  const blocks = new Map(graph.blocks.map((block) => [block.id, block]))
  return request.decisions.map((decision) => {
    const edge = graph.edges.find(({ source, sourceHandle }) => source === blockId && sourceHandle === decision.name)
    const target = edge && blocks.get(edge.target)
    if (!target) return { ...decision, leadsTo: null }
    const { pauses, provides = [] } = blockRegistry.get(target.type) ?? {}
    const asksAgain = pauses === true && !provides.includes('review')
    return { ...decision, leadsTo: { blockName: target.name, asksAgain } }
  })
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

function toEarlier(row: ReviewRow): ReviewDetail['earlier'][number] {
  const { pauseId, title, workflow, status, decision, resolvedBy, openedAt, resolvedAt } = toListItem(row)
  return { pauseId, title, workflowName: workflow.name, status, decision, resolvedBy, openedAt, resolvedAt }
}

function toProposal({ status, proposal }: ReviewRow): ReviewDetail['proposal'] {
  if (!proposal || status !== 'open') return null
  const { decision = null, at, confirmations, ...same } = proposal
  return { ...same, decision, at: new Date(at).toISOString(), confirmedBy: confirmations.map(({ by }) => by) }
}

function toResolution({ resolution }: ReviewRow): ReviewDetail['resolution'] {
  if (!resolution) return null
  const { action, decision, data, by, at, confirmedBy = [] } = resolution
  return { action, decision: decision ?? null, data, by, confirmedBy, at: new Date(at).toISOString() }
}
