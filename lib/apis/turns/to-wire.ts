import type { TokenUsage } from '#lib/engine/block.ts'
import type { Pause } from '#lib/engine/state.ts'
import { isTerminal } from '#lib/engine/state.ts'
import { maskSecrets } from '#lib/executions/get.ts'
import { type TurnResponse, turnResponseSchema } from './contract.ts'
import {
  type Draft,
  nodeOf,
  type RunStory,
  response,
  type TurnStory,
  toEvents,
  toldDrafts,
  waitingExtra,
} from './events.ts'

/** A pause that the next turn may answer, and the execution that waits at it. */
type Waiting = { story: RunStory; pause: Pause }

/** Where a run stands after a turn. */
type Standing = { status: TurnResponse['status']; waiting: Waiting | null; error: string | null }

/** The answer to a turn that was accepted; `parked` where the caller asked for the run to be paused. */
export function toResponse(runId: string, story: TurnStory, parked: boolean): TurnResponse {
  const standing = standingOf(story, parked)
  const told = toldDrafts(story)
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

function standingOf(story: TurnStory, parked: boolean): Standing {
  const { state, graph } = story
  const { status, error } = state
  if (status === 'queued') return { status: 'not_started', waiting: null, error: null }
  if (status === 'running' || status === 'cancelling') return { status: 'running', waiting: null, error: null }
  if (status === 'paused') {
    const waiting = parked ? null : (inputPauses(story)[0] ?? null)
    return { status: waiting ? 'waiting_for_user_input' : 'paused', waiting, error: null }
  }
  if (status !== 'failed') return { status, waiting: null, error: null }
  const name = error?.block && graph.blocks.get(error.block)?.name
  return { status, waiting: null, error: name ? `${name}: ${error.message}` : (error?.message ?? 'Failed') }
}

/** Open pauses that a turn may answer, oldest first, those of the run itself before those below. */
function inputPauses(story: RunStory): Waiting[] {
  const own = Object.values(story.state.pauses).toSorted((a, b) => a.openedAt - b.openedAt)
  const below = own.flatMap(({ id }) => story.below.get(id) ?? [])
  return [
    ...own.filter(({ kind }) => kind === 'input').map((pause) => ({ story, pause })),
    ...below.flatMap(inputPauses),
  ]
}

function opening({ number, at, messages, welcome }: TurnStory): Draft[] {
  return [
    ...(number === 1 ? [{ type: 'start_workflow', at }] : []),
    { type: 'start_thread', at },
    ...(number === 1 && welcome !== null ? [response({}, at, welcome)] : []),
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
          llm_call_count: told.filter(({ usage }) => usage !== undefined).length,
          tool_call_count: 0,
        },
      },
    },
    ...(waiting ? [{ type: 'workflow_ready_for_input', at, extra: { active_companion_thread_ids: [] } }] : []),
    { at, ...lastOf(story, waiting, error) },
  ]
}

/** The event that says how the turn ended. */
function lastOf(story: TurnStory, waiting: Waiting | null, error: string | null): Omit<Draft, 'at'> {
  if (waiting) return { type: 'busy_wait_for_user_message', extra: waitingExtra(waiting.story, waiting.pause) }
  if (error !== null) return { type: 'workflow_error', extra: { error_message: error } }
  if (isTerminal(story.state.status)) {
    return { type: 'end_workflow', extra: { llm_token_usage: spentBy(story), llm_latency_stats: {} } }
  }
  const pause = Object.values(story.state.pauses)[0]
  const node = pause ? nodeOf(story, { block: pause.blockId, visit: pause.visit }) : {}
  return { type: 'pause_event', extra: { ...node, reason: pause?.reason ?? null } }
}

/** Tokens of language models that the whole run took, by what they were for; nothing where none was asked. */
function spentBy(story: RunStory): Record<string, number> {
  const spent = Object.values(story.state.runs).flatMap(({ block, output }) => {
    const type = story.graph.blocks.get(block)?.type ?? ''
    return (output && story.blocks.get(type)?.tokens?.(output)) ?? []
  })
  if (spent.length === 0) return {}
  const sum = (name: keyof TokenUsage) => spent.reduce((total, usage) => total + (usage[name] ?? 0), 0)
  return { input_tokens: sum('input_tokens'), output_tokens: sum('output_tokens'), total_tokens: sum('total_tokens') }
}
