import { setTimeout as sleep } from 'node:timers/promises'
import type { ExecutionInfo } from '#lib/engine/block.ts'
import { foldEvents, UNBORN } from '#lib/engine/evolve.ts'
import { type GraphIndex, indexGraph } from '#lib/engine/graph.ts'
import type { Recorded } from '#lib/engine/recorder.ts'
import { type CancelRequest, runExecution } from '#lib/engine/run.ts'
import { sealNamed, secretTexts } from '#lib/engine/secrets.ts'
import type { ExecutionEvent, ExecutionState, Sets } from '#lib/engine/state.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import type { PauseBelow } from '#lib/store/executions.ts'
import { createVault } from '#lib/vault.ts'
import { openOverrides } from './overrides.ts'
import type { NewExecution, StoredExecution } from './records.ts'

/** Where an execution has come to, with the graph it runs, and what executions below it wait for. */
export type Outcome = { state: ExecutionState; graph: GraphIndex; below?: PauseBelow[] }

/** One stretch of work on an execution that this process owns. */
export type Stretch = {
  info: ExecutionInfo
  graph: GraphIndex
  recorded: Recorded
  opening: ExecutionEvent[]
  creation?: NewExecution
  /** The pause that waits for this execution. */
  parent: NewExecution['parent']
  /** Environment overrides of the request. */
  overrides: Record<string, string>
}

const FIRST_POLL_MS = 100
const LONGEST_POLL_MS = 1_000

/** Before any fact of a new execution is recorded. */
export const NOTHING_RECORDED: Recorded = { state: UNBORN, seq: 0, epoch: 1 }

/** Drives an owned execution until it rests and no accepted answer is left. Throws `execution_id_conflict`. */
export async function drive(runtime: Runtime, stretch: Stretch): Promise<Outcome> {
  const { executionId } = stretch.info
  const result = await tracked(runtime, executionId, (cancel) => runStretch(runtime, stretch, cancel))
  if (result.type === 'conflict') throw new AppError('execution_id_conflict', 'The execution id is already in use')
  if (result.type === 'fenced') return attach(runtime, stretch)
  if (result.state.status === 'paused') return goOn(runtime, stretch, result.state)
  if (stretch.parent) await runtime.onEnded(stretch.info, stretch.parent)
  return { state: result.state, graph: stretch.graph }
}

/** Takes a paused execution up with the answers accepted so far, and what else came; `null` when somebody else has it. */
export async function takeUp(
  runtime: Runtime,
  execution: StoredExecution,
  { cancel, sets }: { cancel?: CancelRequest; sets?: Sets } = {},
): Promise<Outcome | null> {
  const claim = await runtime.executions.claimPaused(execution.id, runtime.processId)
  if (!claim) return null
  const graph = await graphOf(runtime, execution)
  const { events, seq } = await runtime.executions.events(execution.id)
  const opening = await answersOf(runtime, execution.id, sets && sealSets(runtime, execution, graph, sets))
  const request = cancel ?? claim.cancelRequest
  if (request) opening.push({ t: 'cancel_requested', at: runtime.clock.now(), ...request })
  return drive(runtime, {
    info: infoOf(execution),
    graph,
    parent: parentOf(execution),
    recorded: { state: foldEvents(events), seq, epoch: claim.epoch },
    opening,
    overrides: openOverrides(runtime, execution),
  })
}

/** The facts with which a new segment begins: the answers accepted so far. */
export async function answersOf(runtime: Runtime, executionId: string, sets?: Sets): Promise<ExecutionEvent[]> {
  const at = runtime.clock.now()
  const answers = await runtime.executions.unappliedAnswers(executionId)
  const resolved = answers.map(({ pauseId, resolution }) => ({
    t: 'pause_resolved' as const,
    at,
    pause: pauseId,
    resolution,
  }))
  return [{ t: 'resumed', at, ...(sets && { sets }) }, ...resolved]
}

/** Values as they are recorded: those under the names of secret variables are sealed. */
function sealSets(
  { masterKey }: Runtime,
  { organizationId }: StoredExecution,
  { secretNames }: GraphIndex,
  { input, variables }: Sets,
): Sets {
  const vault = createVault(masterKey, organizationId)
  return { input: sealNamed(input, secretNames, vault), variables: sealNamed(variables, secretNames, vault) }
}

/** The state of an execution as recorded, whoever drives it. */
export async function loadOutcome(runtime: Runtime, execution: StoredExecution): Promise<Outcome> {
  const [graph, { events }] = await Promise.all([graphOf(runtime, execution), runtime.executions.events(execution.id)])
  return { state: foldEvents(events), graph }
}

/** Waits until an execution that somebody else drives has come to rest. */
export async function attach(runtime: Runtime, { info, graph }: Pick<Stretch, 'info' | 'graph'>): Promise<Outcome> {
  for (let wait = FIRST_POLL_MS; ; wait = Math.min(wait * 1.5, LONGEST_POLL_MS)) {
    // Answers before facts: one that is taken up in between shows in the facts.
    const answers = await runtime.executions.unappliedAnswers(info.executionId)
    const { events } = await runtime.executions.events(info.executionId)
    const state = foldEvents(events)
    if (state.status === 'paused' ? answers.length === 0 : state.endedAt !== undefined) return { state, graph }
    await sleep(wait)
  }
}

/** Who runs where, as blocks are told. */
export function infoOf(execution: StoredExecution): ExecutionInfo {
  const { id, organizationId, workflowId, workflowName, environment, draft, correlationKey } = execution
  return { executionId: id, organizationId, workflowId, workflowName, environment, draft, correlationKey }
}

/** The pause of our own that waits for this execution. */
export function parentOf(execution: StoredExecution): NewExecution['parent'] {
  const { parentId, parentPauseId, childIndex, rootExecutionId } = execution
  if (parentId === null || parentPauseId === null || childIndex === null) return null
  return {
    executionId: parentId,
    pauseId: parentPauseId,
    index: childIndex,
    rootExecutionId: rootExecutionId ?? parentId,
  }
}

/** The graph an execution is pinned to. */
export async function graphOf(runtime: Runtime, execution: StoredExecution): Promise<GraphIndex> {
  if (execution.versionId !== null) return runtime.catalog.version(execution.versionId)
  return indexGraph(await runtime.executions.graph(execution))
}

async function runStretch(runtime: Runtime, stretch: Stretch, cancel: AbortSignal) {
  const { info, graph, recorded, opening, creation, overrides } = stretch
  const environment = await runtime.catalog.environment(info.organizationId, info.environment)
  const blockName = (id: string) => graph.blocks.get(id)?.name ?? id
  return runExecution(
    {
      blocks: runtime.blocks,
      clock: runtime.clock,
      ids: runtime.ids,
      report: (error, executionId, blockId) => runtime.report(error, { executionId, blockId }),
      journal: {
        append: async (checkpoint) => {
          const result = await runtime.journal.append({ checkpoint, owner: info, blockName })
          if (result === 'recorded') runtime.onCheckpoint(info, checkpoint.projection)
          return result
        },
      },
    },
    {
      info,
      graph,
      recorded,
      opening,
      cancel,
      environment: { ...environment.values, ...overrides },
      secrets: [...environment.secrets, ...Object.values(overrides)].flatMap(secretTexts),
      vault: createVault(runtime.masterKey, info.organizationId),
      services: runtime.servicesFor(info, { acceptSpecimens: environment.acceptSpecimens }),
      ...(creation && { creation }),
    },
  )
}

/** An answer accepted while the segment was running is taken up now that it rests. */
async function goOn(runtime: Runtime, stretch: Stretch, state: ExecutionState): Promise<Outcome> {
  const { executionId, organizationId } = stretch.info
  const answers = await runtime.executions.unappliedAnswers(executionId)
  const execution = answers.length > 0 ? await runtime.executions.find(organizationId, { id: executionId }) : null
  if (!execution) return { state, graph: stretch.graph }
  return (await takeUp(runtime, execution)) ?? attach(runtime, stretch)
}

async function tracked<Result>(
  runtime: Runtime,
  id: string,
  work: (cancel: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController()
  const working = work(controller.signal)
  const entry = { cancel: (request: CancelRequest) => controller.abort(request), done: working.then(ignore, ignore) }
  runtime.driving.set(id, entry)
  try {
    return await working
  } finally {
    if (runtime.driving.get(id) === entry) runtime.driving.delete(id)
  }
}

function ignore(): void {}
