import type { Member } from '#lib/auth/principal.ts'
import { foldEvents } from '#lib/engine/evolve.ts'
import { checkRunFrom, forkEvents } from '#lib/engine/fork.ts'
import { isTerminal } from '#lib/engine/state.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import type { CatalogEntry } from '#lib/store/catalog.ts'
import { graphOf } from './drive.ts'
import type { StoredExecution } from './records.ts'
import {
  begin,
  checkCallChain,
  checkInput,
  chooseGraph,
  type Started,
  type StartRequest,
  startLimits,
  stopIn,
} from './start.ts'

export type RerunRequest = {
  /** How and what to run; an empty input means the source's, workflow variables go over those of the source. */
  request: StartRequest
  workflow: CatalogEntry
  source: StoredExecution
  blockId: string
}

/**
 * Runs a workflow from one block on as a new execution, which keeps what the source did before and beside it.
 * Throws `source_execution_running`, `run_from_block_unknown_block`, `upstream_not_executed` and what a start throws.
 */
export async function rerunFromBlock(
  runtime: Runtime,
  principal: Member,
  { request, workflow, source, blockId }: RerunRequest,
): Promise<Started> {
  const graph = await chooseGraph(runtime, workflow, request.graph)
  const [sourceGraph, { events }] = await Promise.all([graphOf(runtime, source), runtime.executions.events(source.id)])
  const state = foldEvents(events)
  if (state.status !== 'paused' && !isTerminal(state.status)) {
    throw new AppError('source_execution_running', 'The source execution has not come to rest')
  }
  const refusal = checkRunFrom(graph.index, { state, graph: sourceGraph }, blockId)
  if (refusal) throw new AppError(refusal.code, refusal.message)
  checkCallChain(request.callChain ?? [], workflow.publicId)
  const given = Object.keys(request.input).length > 0
  const [opening] = forkEvents(graph.index, { state, graph: sourceGraph, events }, blockId, {
    at: runtime.clock.now(),
    ...startLimits(graph.index, request),
    ...stopIn(graph.index, request),
    ...(given && { input: checkInput(graph.index, request.input) }),
    ...(request.workflowVariables && { variables: request.workflowVariables }),
  })
  return begin(runtime, principal, { workflow, graph, request, opening, sourceExecutionId: source.id })
}
