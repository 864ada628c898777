import type { EnvironmentName, Member } from '#lib/auth/principal.ts'
import { inputFields } from '#lib/blocks/start/index.ts'
import { foldEvents } from '#lib/engine/evolve.ts'
import { checkFields, withDefaults } from '#lib/engine/fields.ts'
import { type Graph, type GraphIndex, indexGraph } from '#lib/engine/graph.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { project } from '#lib/engine/project.ts'
import type { ExecutionEvent, ExecutionEventOf } from '#lib/engine/state.ts'
import { AppError } from '#lib/errors.ts'
import { newId } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import type { CatalogEntry, WorkflowName } from '#lib/store/catalog.ts'
import { createVault } from '#lib/vault.ts'
import { parseGraph, requireRunnable } from '#lib/workflows/require-runnable.ts'
import { sealGraph } from '#lib/workflows/seal-graph.ts'
import { drive, NOTHING_RECORDED, type Outcome, type Stretch } from './drive.ts'
import { sealOverrides } from './overrides.ts'
import type { GraphReference, NewExecution, StoredExecution, Trigger } from './records.ts'
import { sealOpening } from './seal-opening.ts'
import { settled } from './settle.ts'

/** Which graph of the workflow runs. */
export type GraphChoice =
  | { type: 'active' }
  | { type: 'version'; number: number }
  | { type: 'draft' }
  | { type: 'inline'; graph: JsonObject }

export type StartRequest = {
  workflow: WorkflowName
  environment: EnvironmentName
  graph: GraphChoice
  input: JsonObject
  /** Whether input under the name of a workflow variable is that variable's value. */
  inputSetsVariables?: true
  /** Starts at this block in place of the entry blocks. */
  startAt?: string
  /** Ends the execution when this block has done its work. */
  stopAfter?: string
  environmentVariables?: Record<string, string>
  workflowVariables?: JsonObject
  maxParallelNodes?: number
  /** The id the caller chose; taken before anything runs. */
  publicId?: string
  parentExecutionId?: string
  /** The pause of our own that waits for the execution. */
  parent?: NonNullable<NewExecution['parent']>
  callChain?: string[]
  correlationKey?: string
  idempotency?: NonNullable<NewExecution['idempotency']>
  trigger: Trigger
  /** Whether a caller waits for the end: the deadline is shorter then. */
  synchronous: boolean
}

/** How the APIs name an execution. */
export type ExecutionNames = Pick<StoredExecution, 'id' | 'publicId' | 'instanceId' | 'runId' | 'versionNumber'> & {
  /** Milliseconds since 1970. */
  createdAt: number
}

/** The names of an execution, known at once, and where it comes to. */
export type Started = { execution: ExecutionNames; workflow: CatalogEntry; outcome: Promise<Outcome> }

/** A graph chosen and checked, and how the execution will refer to it. */
export type ChosenGraph = { index: GraphIndex; reference: GraphReference; draft: boolean; snapshot?: Graph }

const DEFAULT_PARALLEL_NODES = 2
const SYNCHRONOUS_DEADLINE_SECONDS = 300
const ASYNCHRONOUS_DEADLINE_SECONDS = 5_400
const MAX_CALL_CHAIN = 25

/** Starts an execution; resolves when nothing can refuse it any more, except the claim of its id, which `outcome` reports. */
export async function startExecution(
  runtime: Runtime,
  principal: Member,
  request: StartRequest,
  links: Pick<Beginning, 'replayOf'> = {},
): Promise<Started> {
  const workflow = await findWorkflow(runtime, principal.organizationId, request)
  const graph = await chooseGraph(runtime, workflow, request.graph)
  checkCallChain(request.callChain ?? [], workflow.publicId)
  const input = checkInput(graph.index, request.input)
  const opening = createdEvent(runtime, graph.index, request, input)
  return begin(runtime, principal, { workflow, graph, request, opening, ...links })
}

/** What is needed to create an execution once everything is checked. */
export type Beginning = {
  workflow: CatalogEntry
  graph: ChosenGraph
  request: StartRequest
  opening: ExecutionEventOf<'created'>
  sourceExecutionId?: string
  replayOf?: string
}

/** Creates an execution and drives it in this process. Throws `service_unavailable` where there is no room for it. */
export async function begin(runtime: Runtime, principal: Member, beginning: Beginning): Promise<Started> {
  // Children are part of what was admitted with their parent.
  const leave = beginning.request.parent ? ignore : runtime.admission.enter()
  try {
    const started = await create(runtime, principal, beginning)
    started.outcome.then(leave, leave)
    return started
  } catch (error) {
    leave()
    throw error
  }
}

function ignore(): void {}

async function create(runtime: Runtime, principal: Member, beginning: Beginning): Promise<Started> {
  const { graph, workflow, request } = beginning
  const opening = sealOpening(createVault(runtime.masterKey, principal.organizationId), graph.index, beginning.opening)
  const execution = newExecution(runtime, principal, { ...beginning, opening })
  if (graph.snapshot && 'snapshotId' in graph.reference) {
    await runtime.executions.saveSnapshot(graph.reference.snapshotId, graph.snapshot)
  }
  const stretch: Stretch = {
    info: {
      executionId: execution.id,
      organizationId: execution.organizationId,
      workflowId: workflow.id,
      workflowName: workflow.name,
      environment: request.environment,
      draft: graph.draft,
      correlationKey: execution.correlationKey,
    },
    graph: graph.index,
    parent: execution.parent,
    recorded: NOTHING_RECORDED,
    opening: [opening],
    creation: execution,
    overrides: request.environmentVariables ?? {},
  }
  const claimFirst = request.publicId !== undefined || request.idempotency !== undefined || !request.synchronous
  const outcome = drive(runtime, claimFirst ? await claim(runtime, stretch, execution) : stretch)
  const versionNumber = 'versionNumber' in execution.graph ? execution.graph.versionNumber : null
  const { id, publicId, instanceId, runId, createdAt } = execution
  return {
    execution: { id, publicId, instanceId, runId, versionNumber, createdAt },
    workflow,
    outcome: request.synchronous ? settled(runtime, id, outcome) : outcome,
  }
}

/** The workflow of this organization, or 404. */
export async function findWorkflow(
  runtime: Runtime,
  organizationId: string,
  request: Pick<StartRequest, 'workflow' | 'environment'>,
): Promise<CatalogEntry> {
  const workflow = await runtime.catalog.find(organizationId, request.workflow, request.environment)
  if (!workflow) throw await unknownWorkflow(runtime, organizationId, request.workflow)
  return workflow
}

/** Why a workflow cannot be had: it is archived, or there is none. */
async function unknownWorkflow(runtime: Runtime, organizationId: string, name: WorkflowName): Promise<AppError> {
  return (await runtime.catalog.isArchived(organizationId, name))
    ? new AppError('workflow_archived', 'The workflow is archived; restore it to run it again')
    : new AppError('workflow_not_found', 'There is no workflow with this id')
}

/** The graph to run; drafts and inline graphs are checked like a deploy. */
export async function chooseGraph(runtime: Runtime, workflow: CatalogEntry, choice: GraphChoice): Promise<ChosenGraph> {
  switch (choice.type) {
    case 'active':
      if (!workflow.active)
        throw new AppError('workflow_not_deployed', 'The workflow has no deployed version in this environment')
      return pinned(runtime, workflow.active)
    case 'version': {
      const version = await runtime.catalog.versionByNumber(workflow.id, choice.number)
      if (!version) throw new AppError('version_not_found', 'The workflow has no version with this number')
      return pinned(runtime, version)
    }
    case 'draft': {
      const draft = await runtime.catalog.draft(workflow.id)
      if (!draft) throw new AppError('workflow_not_deployed', 'The workflow has no draft')
      return snapshot(runtime, draft.graph)
    }
    case 'inline': {
      const vault = createVault(runtime.masterKey, workflow.organizationId)
      return snapshot(runtime, sealGraph(parseGraph(choice.graph), vault))
    }
    default:
      return choice satisfies never
  }
}

async function pinned(runtime: Runtime, version: { versionId: string; number: number }): Promise<ChosenGraph> {
  const index = await runtime.catalog.version(version.versionId)
  return { index, reference: { versionId: version.versionId, versionNumber: version.number }, draft: false }
}

function snapshot(runtime: Runtime, graph: Graph): ChosenGraph {
  requireRunnable(graph, runtime.blocks)
  return { index: indexGraph(graph), reference: { snapshotId: newId.uuid() }, draft: true, snapshot: graph }
}

/** Refuses a run that would close a cycle of workflows, or nest too deep. */
export function checkCallChain(callChain: readonly string[], workflowId: string): void {
  if (callChain.includes(workflowId)) {
    throw new AppError('subworkflow_cycle', `The workflow ${workflowId} is already part of the call chain`)
  }
  if (callChain.length > MAX_CALL_CHAIN) {
    throw new AppError('call_chain_too_deep', `The call chain is longer than ${MAX_CALL_CHAIN} workflows`)
  }
}

/** The input with its defaults; throws `validation_failed` naming every field that does not fit. */
export function checkInput(graph: GraphIndex, given: JsonObject): JsonObject {
  const fields = inputFields(graph.graph)
  const input = withDefaults(fields, given)
  const problems = checkFields(fields, input)
  if (problems.length > 0) {
    throw new AppError('validation_failed', 'The input does not fit the workflow', {
      details: problems.map(({ path, message }) => ({ path: `options.input.${path}`, message })),
    })
  }
  return input
}

function createdEvent(
  runtime: Runtime,
  graph: GraphIndex,
  request: StartRequest,
  input: JsonObject,
): ExecutionEventOf<'created'> {
  return {
    t: 'created',
    at: runtime.clock.now(),
    input,
    variables: startVariables(graph, {
      ...(request.inputSetsVariables && variablesIn(graph, input)),
      ...request.workflowVariables,
    }),
    ...startLimits(graph, request),
    ...stopIn(graph, request),
    entries: entriesOf(runtime, graph, request.startAt),
  }
}

function entriesOf(runtime: Runtime, graph: GraphIndex, startAt: string | undefined): string[] {
  if (startAt === undefined) {
    const entries = graph.graph.blocks.filter((block) => runtime.blocks.get(block.type)?.role === 'entry')
    return entries.map((block) => block.id)
  }
  if (!graph.blocks.has(startAt)) throw new AppError('validation_failed', 'The workflow has no block to start at')
  return [startAt]
}

/** The block an execution is to stop after, if the request names one; throws `validation_failed` where there is none. */
export function stopIn(graph: GraphIndex, { stopAfter }: Pick<StartRequest, 'stopAfter'>): { stopAfter?: string } {
  if (stopAfter === undefined) return {}
  if (!graph.blocks.has(stopAfter)) throw new AppError('validation_failed', 'The workflow has no block to stop after')
  return { stopAfter }
}

/** The workflow's variables with their defaults, overridden by the request. */
export function startVariables(graph: GraphIndex, overrides: JsonObject): JsonObject {
  const defaults = graph.graph.variables.map((variable) => [variable.name, variable.default ?? null] as const)
  return { ...Object.fromEntries(defaults), ...overrides }
}

function variablesIn(graph: GraphIndex, input: JsonObject): JsonObject {
  const names = graph.graph.variables.map(({ name }) => name).filter((name) => Object.hasOwn(input, name))
  return Object.fromEntries(names.map((name) => [name, input[name] ?? null]))
}

/** Limits of an execution: the request's, else the graph's, else those of the way it was called. */
export function startLimits(graph: GraphIndex, request: Pick<StartRequest, 'maxParallelNodes' | 'synchronous'>) {
  const { settings } = graph.graph
  const seconds = request.synchronous ? SYNCHRONOUS_DEADLINE_SECONDS : ASYNCHRONOUS_DEADLINE_SECONDS
  return {
    maxParallelNodes: request.maxParallelNodes ?? settings.maxParallelNodes ?? DEFAULT_PARALLEL_NODES,
    deadlineMs: (settings.deadlineSeconds ?? seconds) * 1000,
  }
}

function newExecution(
  runtime: Runtime,
  principal: Member,
  { workflow, graph, request, opening, ...links }: Beginning,
): NewExecution {
  const id = newId.uuid()
  const subject = opening.input.subject_id
  return {
    id,
    organizationId: principal.organizationId,
    workflowId: workflow.id,
    environment: request.environment,
    publicId: request.publicId ?? newId.execution(),
    instanceId: newId.instance(),
    runId: newId.hex(),
    graph: graph.reference,
    draft: graph.draft,
    trigger: request.trigger,
    triggeredBy: principal.actor,
    owner: runtime.processId,
    input: opening.input,
    overrides: sealOverrides(runtime, id, request.environmentVariables ?? {}),
    parentExecutionId: request.parentExecutionId ?? null,
    parent: request.parent ?? null,
    idempotency: request.idempotency ?? null,
    callChain: request.callChain ?? [],
    sourceExecutionId: links.sourceExecutionId ?? null,
    replayOf: links.replayOf ?? null,
    subjectId: typeof subject === 'string' ? subject : null,
    correlationKey: request.correlationKey ?? null,
    createdAt: opening.at,
  }
}

/** Records the creation before anything runs, so that of several calls with one id only one goes on. */
async function claim(runtime: Runtime, stretch: Stretch, creation: NewExecution): Promise<Stretch> {
  const events: ExecutionEvent[] = stretch.opening
  const state = foldEvents(events)
  const { creation: _recorded, ...rest } = stretch
  const result = await runtime.journal.append({
    checkpoint: { executionId: creation.id, seq: 1, epoch: 1, events, projection: project(events, state), creation },
    owner: stretch.info,
    blockName: (id) => id,
  })
  if (result !== 'recorded') throw new AppError('execution_id_conflict', 'The execution id is already in use')
  return { ...rest, recorded: { state, seq: 1, epoch: 1 }, opening: [] }
}
