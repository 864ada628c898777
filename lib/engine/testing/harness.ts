import { createMemoryJournal, type MemoryJournal } from '#lib/store/memory-journal.ts'
import type { Actor, Resolution } from '../block.ts'
import { foldEvents, UNBORN } from '../evolve.ts'
import { type BlockId, type Graph, indexGraph } from '../graph.ts'
import type { JsonObject } from '../json.ts'
import type { Journal, Vault } from '../ports.ts'
import { type CancelRequest, type RunResult, runExecution } from '../run.ts'
import type { ExecutionEvent, ExecutionState } from '../state.ts'
import { createWorld, testBlocks, type World } from './blocks.ts'
import { createVirtualClock } from './clock.ts'

export const TESTER: Actor = { type: 'user', id: 'user_1', name: 'Tess' }

export type HarnessOptions = {
  input?: JsonObject
  variables?: JsonObject
  environment?: Record<string, string>
  secrets?: string[]
  vault?: Vault
  maxParallelNodes?: number
  deadlineMs?: number
  executionId?: string
  /** Stands between the engine and the journal, to break things. */
  disturb?(journal: Journal<true>): Journal<true>
}

type Answer = Partial<Pick<Resolution, 'action' | 'decision' | 'data'>>

/** One execution of a graph of test blocks, its journal, and the world around it. */
export type Harness = {
  world: World
  journal: MemoryJournal<true>
  /** Faults the engine told of, by block. */
  reports: { blockId: string; error: unknown }[]
  /** Starts the execution; resolves when it rests. */
  run(cancel?: AbortSignal): Promise<RunResult>
  /** Answers open pauses, by the block that asked, and goes on until the next rest. */
  resume(answers: Record<BlockId, Answer>, cancel?: AbortSignal): Promise<RunResult>
  /** Another process takes over and goes on from what is recorded. */
  takeOver(cancel?: AbortSignal): Promise<RunResult>
  /** Goes on with the given facts first. */
  proceed(opening: ExecutionEvent[], cancel?: AbortSignal): Promise<RunResult>
  state(): ExecutionState
  events(): ExecutionEvent[]
  /** Blocks in the order in which their visits started. */
  ran(): string
}

/** Prepares an execution of the graph. */
export function createHarness(graph: Graph, options: HarnessOptions = {}): Harness {
  const clock = createVirtualClock()
  const world = createWorld(clock)
  const journal = createMemoryJournal<true>()
  const executionId = options.executionId ?? 'exec_1'
  const reports: Harness['reports'] = []
  const index = indexGraph(graph)
  let pauses = 0

  function drive(
    recorded: { state: ExecutionState; seq: number; epoch: number },
    opening: ExecutionEvent[],
    cancel?: AbortSignal,
  ) {
    return runExecution(
      {
        blocks: testBlocks,
        journal: options.disturb?.(journal) ?? journal,
        clock,
        ids: { pause: () => `pause_${++pauses}`, random: () => 0.5 },
        report: (error, _executionId, blockId) => reports.push({ error, blockId }),
      },
      {
        info: {
          executionId,
          organizationId: 'org_1',
          workflowId: 'wf_1',
          workflowName: 'Test',
          environment: 'PRODUCTION',
          draft: false,
          correlationKey: null,
        },
        graph: index,
        recorded,
        opening,
        environment: options.environment ?? {},
        secrets: options.secrets ?? [],
        ...(options.vault && { vault: options.vault }),
        services: world,
        ...(recorded.seq === 0 && { creation: true as const }),
        ...(cancel && { cancel }),
      },
    )
  }

  const events = () => journal.events(executionId)
  const state = () => foldEvents(events())
  const proceed = (opening: ExecutionEvent[], cancel?: AbortSignal) => {
    const last = journal.checkpoints(executionId).at(-1)
    return drive({ state: state(), seq: last?.seq ?? 0, epoch: last?.epoch ?? 1 }, opening, cancel)
  }

  return {
    world,
    journal,
    reports,
    run: (cancel) => drive({ state: UNBORN, seq: 0, epoch: 1 }, [creationOf(graph, options)], cancel),
    resume: (answers, cancel) =>
      proceed([{ t: 'resumed', at: clock.now() }, ...answersTo(state(), answers, clock.now())], cancel),
    takeOver: (cancel) => {
      const { seq, epoch } = journal.claim(executionId, 'other', clock.now())
      return drive({ state: state(), seq, epoch }, [], cancel)
    },
    proceed,
    state,
    events,
    ran: () => started(events()).join(' '),
  }
}

function creationOf(graph: Graph, options: HarnessOptions): ExecutionEvent {
  const defaults = graph.variables.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]]))
  return {
    t: 'created',
    at: 0,
    input: options.input ?? {},
    variables: { ...Object.fromEntries(defaults), ...options.variables },
    maxParallelNodes: options.maxParallelNodes ?? graph.settings.maxParallelNodes ?? 2,
    deadlineMs: options.deadlineMs ?? null,
    entries: graph.blocks.filter(({ type }) => type === 'start').map(({ id }) => id),
  }
}

function answersTo(state: ExecutionState, answers: Record<BlockId, Answer>, at: number): ExecutionEvent[] {
  return Object.entries(answers).map(([blockId, answer]) => {
    const pause = Object.values(state.pauses).find((open) => open.blockId === blockId)
    if (!pause) throw new Error(`${blockId} waits for nothing`)
    const resolution: Resolution = { action: 'complete', data: {}, by: TESTER, at, ...answer }
    return { t: 'pause_resolved', at, pause: pause.id, resolution }
  })
}

/** Blocks in the order in which their visits started, without resumptions and repeated attempts. */
export function started(events: readonly ExecutionEvent[]): BlockId[] {
  const seen = new Set<string>()
  return events.flatMap((event) => {
    if (event.t !== 'block_started' || seen.has(`${event.block}:${event.visit}`)) return []
    seen.add(`${event.block}:${event.visit}`)
    return [event.block]
  })
}

/** A signal that is aborted already, or will be after `ms`, with a request to cancel. */
export function cancelAfter(harness: Harness, ms: number): AbortSignal {
  const controller = new AbortController()
  const request: CancelRequest = { by: TESTER, reason: 'No longer needed' }
  if (ms === 0) controller.abort(request)
  else void harness.world.clock.sleep(ms).then(() => controller.abort(request))
  return controller.signal
}
