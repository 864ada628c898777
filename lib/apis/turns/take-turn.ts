import { foldEvents } from '#lib/engine/evolve.ts'
import { type ExecutionEvent, isTerminal } from '#lib/engine/state.ts'
import { AppError, isAppError } from '#lib/errors.ts'
import { cancelExecution } from '#lib/executions/cancel.ts'
import { graphOf } from '#lib/executions/drive.ts'
import type { StoredExecution } from '#lib/executions/records.ts'
import { startExecution } from '#lib/executions/start.ts'
import type { Runtime } from '#lib/ports.ts'
import type { Told, Turn } from '#lib/store/turns.ts'
import { HEX_ID, type TurnQuery, type TurnResponse } from './contract.ts'
import type { TurnStory } from './events.ts'
import type { TurnCaller } from './family.ts'
import { graphChoice, inputOf } from './from-wire.ts'
import { give, type TurnWish, underway } from './give.ts'
import { storyBelow } from './story-below.ts'
import { toResponse, toUnchanged } from './to-wire.ts'

type Accepted = { number: number; from: number; told: Told }

/** Starts a run, and tells of it once it waits or has ended. */
export async function firstTurn(
  runtime: Runtime,
  caller: TurnCaller,
  wish: TurnWish,
  query: TurnQuery,
): Promise<TurnResponse> {
  const { input, user, workflowId } = wish
  if (input.command !== 'start' && input.command !== 'data') {
    throw new AppError('validation_failed', `The command ${input.command} needs a run_id`)
  }
  if (query.draft && !caller.permissions.has('workflows:editor:read')) {
    throw new AppError('forbidden', 'Running a draft needs the permission workflows:editor:read')
  }
  const { execution, outcome } = await startExecution(runtime, labelled(caller, input.run_by), {
    workflow: { hexId: workflowId },
    environment: caller.environment,
    graph: graphChoice(query, input),
    input: inputOf(input, user),
    workflowVariables: input.runtime_variables,
    trigger: 'turns',
    synchronous: true,
    ...(input.start_node_logical_id && { startAt: input.start_node_logical_id }),
  })
  await outcome
  await runtime.turns.begin(execution.id, 1, 0, {})
  return tell(runtime, await reload(runtime, caller, execution.id), wish, { number: 1, from: 0, told: {} })
}

/** Goes on with a run: answers what it waits for, parks or stops it, or only tells what has happened since. */
export async function nextTurn(
  runtime: Runtime,
  caller: TurnCaller,
  wish: TurnWish,
  runId: string,
): Promise<TurnResponse> {
  const { id } = await findRun(runtime, caller, wish.workflowId, runId)
  if (wish.input.command === 'stop') return stop(runtime, caller, wish, id)
  // The last turn before the run: a turn that comes in between makes this one's number collide.
  const last = await runtime.turns.last(id)
  const execution = await reload(runtime, caller, id)
  if (isTerminal(execution.status)) throw new AppError('already_terminal', 'Workflow run is already completed')
  if (await isUnderway(runtime, execution, last)) throw underway()
  const turn = following(last)
  if (!(await runtime.turns.begin(id, turn.number, turn.from, turn.told))) throw underway()
  const accepted = await give(runtime, caller, execution, wish).catch(async (error: unknown) => {
    await runtime.turns.withdraw(id, turn.number)
    throw isAppError(error) && error.code === 'pause_already_resolved' ? underway() : error
  })
  await accepted?.outcome
  return tell(runtime, execution, wish, turn)
}

/** Shows a run's actor with the label the caller gave, which nothing else rests on. */
function labelled(caller: TurnCaller, label: string | null | undefined): TurnCaller {
  if (!label) return caller
  return { ...caller, actor: { ...caller.actor, name: `${caller.actor.name} (${label})` } }
}

async function findRun(
  runtime: Runtime,
  caller: TurnCaller,
  workflowId: string,
  runId: string,
): Promise<StoredExecution> {
  const { organizationId, environment } = caller
  const [workflow, execution] = await Promise.all([
    runtime.catalog.find(organizationId, { hexId: workflowId }, environment),
    HEX_ID.test(runId) ? runtime.executions.find(organizationId, { runId }) : null,
  ])
  if (execution && execution.workflowId === workflow?.id && execution.environment === environment) return execution
  throw new AppError('execution_not_found', 'Workflow run not found')
}

async function reload(runtime: Runtime, caller: TurnCaller, id: string): Promise<StoredExecution> {
  const execution = await runtime.executions.find(caller.organizationId, { id })
  if (!execution) throw new Error('An execution that was started is not on record')
  return execution
}

/** Whether the run works, is about to, or another turn has not been told yet; one that died is not waited for long. */
async function isUnderway(runtime: Runtime, execution: StoredExecution, last: Turn | null): Promise<boolean> {
  if (execution.status !== 'paused' || (last?.until === null && last.recent)) return true
  return (await runtime.executions.unappliedAnswers(execution.id)).length > 0
}

/** The turn after the last one; it tells what that one could not. */
function following(last: Turn | null): Accepted {
  return { number: (last?.number ?? 0) + 1, from: last?.until ?? last?.from ?? 0, told: last?.told ?? {} }
}

/** Cancels the run, also while a turn is underway; one that has ended stays as it is. */
async function stop(runtime: Runtime, caller: TurnCaller, wish: TurnWish, id: string): Promise<TurnResponse> {
  const last = await runtime.turns.last(id)
  const execution = await reload(runtime, caller, id)
  if (isTerminal(execution.status)) {
    const { story } = await storyOf(runtime, execution, wish, { ...following(last), number: last?.number ?? 1 })
    return toUnchanged(execution.runId, story)
  }
  const turn = following(last)
  if (!(await runtime.turns.begin(id, turn.number, turn.from, turn.told))) return stop(runtime, caller, wish, id)
  await cancelExecution(runtime, caller, execution).catch((error: unknown) => {
    if (!isAppError(error) || error.code !== 'already_terminal') throw error
  })
  return tell(runtime, execution, wish, turn)
}

async function tell(
  runtime: Runtime,
  execution: StoredExecution,
  wish: TurnWish,
  turn: Accepted,
): Promise<TurnResponse> {
  const { story, until, told } = await storyOf(runtime, execution, wish, turn)
  const response = toResponse(execution.runId, story, wish.input.command === 'pause')
  await runtime.turns.finish(execution.id, turn.number, until, told)
  return response
}

/** What a turn tells: the facts since the last one, up to where the run came to rest. */
async function storyOf(
  runtime: Runtime,
  execution: StoredExecution,
  { user, at, input }: TurnWish,
  { number, from, told: before }: Accepted,
): Promise<{ story: TurnStory; until: number; told: Told }> {
  const [graph, { events }, { below, told }] = await Promise.all([
    graphOf(runtime, execution),
    runtime.executions.events(execution.id),
    storyBelow(runtime, execution, before),
  ])
  const until = events.findLastIndex(({ t }) => t === 'paused' || t === 'ended') + 1
  const known = events.slice(0, until)
  const story: TurnStory = {
    executionId: execution.id,
    graph,
    blocks: runtime.blocks,
    state: foldEvents(known),
    facts: known.slice(from),
    below,
    lastBlock: lastBlockOf(known),
    number,
    at,
    messages: input.command === 'pause' || input.command === 'stop' ? [] : user.messages,
    welcome: input.welcome_message || null,
  }
  return { story, until, told }
}

function lastBlockOf(facts: readonly ExecutionEvent[]): string | null {
  const last = facts.findLast((fact) => 'block' in fact)
  return last && 'block' in last ? last.block : null
}
