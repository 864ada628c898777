import type { ExecutionState, Pause } from '#lib/engine/state.ts'
import { isTerminal } from '#lib/engine/state.ts'
import { maskSecrets } from '#lib/executions/get.ts'
import { type TurnResponse, turnResponseSchema } from './contract.ts'
import { type Draft, draftsOf, nodeOf, type TurnStory, toEvents, waitingExtra } from './events.ts'

/** Where a run stands after a turn. */
type Standing = { status: TurnResponse['status']; waiting: Pause | null; error: string | null }

/** The answer to a turn that was accepted; `parked` where the caller asked for the run to be paused. */
export function toResponse(runId: string, story: TurnStory, parked: boolean): TurnResponse {
  const standing = standingOf(story, parked)
  const told = story.facts.flatMap((fact) => draftsOf(story, fact))
  const events = toEvents(story, [...opening(story), ...told, ...closing(story, standing, told)])
  return respond(runId, story.number, standing, events)
}

/** The answer to a request that found the run ended and changed nothing. */
export function toUnchanged(runId: string, story: TurnStory): TurnResponse {
  return respond(runId, story.number, standingOf(story, false), [])
}

function respond(
  run_id: string,
  turn_number: number,
  { status, waiting, error }: Standing,
  events: TurnResponse['events'],
): TurnResponse {
  return turnResponseSchema.parse({
    run_id,
    status,
    turn_number,
    events,
    is_waiting_for_input: waiting !== null,
    is_completed: TERMINAL.has(status),
    error,
    next_input_hint: waiting === null ? null : (events.at(-1) ?? null),
    has_active_companions: false,
    has_background_work: false,
  })
}

const TERMINAL: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled', 'aborted_looping_risk'])

function standingOf({ state, graph }: TurnStory, parked: boolean): Standing {
  const { status, error } = state
  if (status === 'queued') return { status: 'not_started', waiting: null, error: null }
  if (status === 'running' || status === 'cancelling') return { status: 'running', waiting: null, error: null }
  if (status === 'paused') {
    const waiting = parked ? null : (inputPauses(state)[0] ?? null)
    return { status: waiting ? 'waiting_for_user_input' : 'paused', waiting, error: null }
  }
  if (status !== 'failed') return { status, waiting: null, error: null }
  const name = error?.block && graph.blocks.get(error.block)?.name
  return { status, waiting: null, error: name ? `${name}: ${error.message}` : (error?.message ?? 'Failed') }
}

/** Open pauses that a turn may answer, oldest first. */
function inputPauses({ pauses }: ExecutionState): Pause[] {
  return Object.values(pauses)
    .filter(({ kind }) => kind === 'input')
    .toSorted((a, b) => a.openedAt - b.openedAt)
}

function opening({ number, at, messages }: TurnStory): Draft[] {
  return [
    ...(number === 1 ? [{ type: 'start_workflow', at }] : []),
    { type: 'start_thread', at },
    ...(messages.length > 0
      ? [{ type: 'user_messages', at, extra: { messages: messages.map((content) => ({ type: 'human', content })) } }]
      : []),
  ]
}

function closing(story: TurnStory, { waiting, error }: Standing, told: readonly Draft[]): Draft[] {
  const { state, graph, number } = story
  const at = Math.max(story.at, story.facts.at(-1)?.at ?? 0)
  const ended = isTerminal(state.status)
  return [
    { type: ended ? 'end_thread' : 'pause_thread', at, extra: { last_node_logical_id: story.lastBlock } },
    {
      type: 'workflow_show_state',
      at,
      extra: {
        thread_id: '0',
        runtime_variables: maskSecrets(graph.graph, state.variables),
        workflow_runtime_variables: {},
      },
    },
    {
      type: 'end_workflow_iteration',
      at,
      extra: {
        iteration_number: number,
        iteration_metrics: {
          e2e_latency_milliseconds: at - story.at,
          nodes_executed_count: told.filter(({ type }) => type === 'start_node_run').length,
          llm_call_count: 0,
          tool_call_count: 0,
        },
      },
    },
    ...(waiting ? [{ type: 'workflow_ready_for_input', at, extra: { active_companion_thread_ids: [] } }] : []),
    { at, ...lastOf(story, waiting, error) },
  ]
}

/** The event that says how the turn ended. */
function lastOf(story: TurnStory, waiting: Pause | null, error: string | null): Omit<Draft, 'at'> {
  if (waiting) return { type: 'busy_wait_for_user_message', extra: waitingExtra(story, waiting) }
  if (error !== null) return { type: 'workflow_error', extra: { error_message: error } }
  if (isTerminal(story.state.status)) {
    return { type: 'end_workflow', extra: { llm_token_usage: {}, llm_latency_stats: {} } }
  }
  const pause = Object.values(story.state.pauses)[0]
  const node = pause ? nodeOf(story, { block: pause.blockId, visit: pause.visit }) : {}
  return { type: 'pause_event', extra: { ...node, reason: pause?.reason ?? null } }
}
