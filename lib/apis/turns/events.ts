import type { BlockServices } from '#lib/blocks/services.ts'
import { sha256 } from '#lib/crypto.ts'
import { requiredInput, type TokenUsage } from '#lib/engine/block.ts'
import type { GraphIndex } from '#lib/engine/graph.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import type { BlockRegistry } from '#lib/engine/ports.ts'
import { type ExecutionEvent, type ExecutionState, type Pause, runKey } from '#lib/engine/state.ts'
import { type TurnEvent, turnEventSchema } from './contract.ts'

/** What is known of one execution: `facts` are those that this turn tells. */
export type RunStory = {
  graph: GraphIndex
  blocks: BlockRegistry<BlockServices>
  state: ExecutionState
  facts: readonly ExecutionEvent[]
  /** The executions that its pauses wait or waited for, by pause. */
  below: ReadonlyMap<string, readonly RunStory[]>
}

/** A turn and what is known of its run. */
export type TurnStory = RunStory & {
  executionId: string
  /** The block of the last fact of all, if any had one yet. */
  lastBlock: string | null
  number: number
  /** When the turn was accepted, in milliseconds since 1970. */
  at: number
  messages: readonly string[]
  /** Said before anything else. */
  welcome: string | null
}

/** An event before it has its id and what all events carry. */
export type Draft = { type: string; at: number; extra?: JsonObject; usage?: TokenUsage }

const MAIN_THREAD = '0'

/** The drafts as events, with ids that are the same whenever the turn is told again. */
export function toEvents({ executionId, number }: TurnStory, drafts: readonly Draft[]): TurnEvent[] {
  return drafts.map(({ type, at, extra }, index) =>
    turnEventSchema.parse({
      type,
      logical_id: `event_${uuidOf(`${executionId}:${number}:${index}`)}`,
      timestamp: at / 1000,
      origin_thread_id: MAIN_THREAD,
      thread_reference_id: MAIN_THREAD,
      comments: [],
      interrupted: false,
      ...extra,
    }),
  )
}

function uuidOf(name: string): string {
  return sha256(name).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5')
}

/** What the facts of this turn tell, those of executions below where their parent waits for them. */
export function toldDrafts(story: RunStory): Draft[] {
  const belowOf = (pause: string) => (story.below.get(pause) ?? []).flatMap(toldDrafts)
  const told = story.facts.flatMap((fact) => {
    const over = fact.t === 'pause_resolved' || fact.t === 'pause_cancelled'
    return [...(over ? belowOf(fact.pause) : []), ...draftsOf(story, fact)]
  })
  return [...told, ...Object.keys(story.state.pauses).flatMap(belowOf)]
}

/** What one fact tells. */
function draftsOf(story: RunStory, fact: ExecutionEvent): Draft[] {
  const { at } = fact
  switch (fact.t) {
    case 'block_started': {
      if (fact.attempt > 1 || fact.resumes !== undefined) return []
      const input = story.state.runs[runKey(fact.block, fact.visit)]?.input ?? {}
      return [{ type: 'start_node_run', at, extra: { ...nodeOf(story, fact), run_input: input } }]
    }
    case 'block_completed':
      return [...saidDrafts(story, fact), nodeEnd(story, fact, fact.output), ...edgeDrafts(story, fact)]
    case 'block_failed': {
      const { code, message } = fact.error
      const output = { ...fact.output, error: { code, message } }
      return [nodeEnd(story, fact, output), ...edgeDrafts(story, fact)]
    }
    case 'block_cancelled':
      return [nodeEnd(story, fact, {})]
    case 'block_paused':
      return fact.pause.kind === 'input' ? [response(nodeOf(story, fact), at, questionOf(fact.pause))] : []
    case 'warned':
      return [{ type: 'workflow_warning', at, extra: { warning_message: fact.message } }]
    default:
      return []
  }
}

type Visited = { at: number; block: string; visit: number }

/** How node events name their block. */
export function nodeOf({ graph }: RunStory, { block, visit }: { block: string; visit: number }) {
  return {
    origin_node_logical_id: block,
    origin_node_name: graph.blocks.get(block)?.name ?? block,
    origin_node_run_id: runKey(block, visit),
  }
}

/** What a pause asks a user in words. */
export function questionOf({ title, instructions }: Pause): string {
  return instructions === undefined ? title : `${title}\n${instructions}`
}

/** What the run waits for, as a client needs to know it. */
export function waitingExtra(story: RunStory, pause: Pause): JsonObject {
  return {
    ...nodeOf(story, { block: pause.blockId, visit: pause.visit }),
    message: questionOf(pause),
    required_input: requiredInput(pause.fields),
    fields: pause.fields.map((field) => ({ ...field })),
  }
}

function saidDrafts(story: RunStory, fact: Visited & { output: JsonObject }): Draft[] {
  const type = story.graph.blocks.get(fact.block)?.type ?? ''
  const definition = story.graph.blocks.get(fact.block)?.enabled ? story.blocks.get(type) : undefined
  const said = definition?.says?.(fact.output)
  const usage = definition?.tokens?.(fact.output) ?? undefined
  const node = nodeOf(story, fact)
  if (said === undefined) return usage ? [evaluated(node, fact, usage)] : []
  const told = { ...node, message: said, ...(usage && { llm_usage_info: usage }) }
  return [
    { type: usage ? 'say_llm' : 'say_static', at: fact.at, extra: told, ...(usage && { usage }) },
    response(node, fact.at, said, usage),
  ]
}

/** A language model was asked for a decision, not for words. */
function evaluated(node: JsonObject, { at }: Visited, usage: TokenUsage): Draft {
  return { type: 'worker_llm', at, extra: { ...node, llm_usage_info: usage }, usage }
}

/** A line of the assistant. */
export function response(node: JsonObject, at: number, content: string, usage?: TokenUsage): Draft {
  return {
    type: 'assistant_response',
    at,
    extra: { ...node, content, response_metadata: {}, llm_usage_info: usage ?? null },
  }
}

function nodeEnd(story: RunStory, fact: Visited, output: JsonObject): Draft {
  return { type: 'end_node_run', at: fact.at, extra: { ...nodeOf(story, fact), run_output: output } }
}

function edgeDrafts(story: RunStory, fact: Visited & { emits: readonly { edge: string; to: string }[] }): Draft[] {
  return fact.emits.map(({ edge: id, to }) => {
    const handle = story.graph.edges.get(id)?.sourceHandle ?? 'out'
    const source = nodeOf(story, fact)
    return {
      type: edgeType(fact.block, to, handle),
      at: fact.at,
      extra: {
        edge_name: handle,
        edge_logical_id: id,
        edge_run_id: `${id}:${fact.visit}`,
        source_node_logical_id: source.origin_node_logical_id,
        source_node_name: source.origin_node_name,
        destination_node_logical_id: to,
        destination_node_name: story.graph.blocks.get(to)?.name ?? to,
        reason: handle === 'out' ? null : handle,
      },
    }
  })
}

function edgeType(from: string, to: string, handle: string): string {
  if (from === to) return 'self_loop_edge'
  return handle === 'out' ? 'direct_edge' : 'conditional_edge'
}
