import type { Member } from '#lib/auth/principal.ts'
import type {
  ExecutionDetail,
  ExecutionLink,
  ExecutionPauseView,
  IssuedCredentialView,
} from '#lib/contracts/executions.ts'
import { foldEvents } from '#lib/engine/evolve.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { isJsonObject, type Json, type JsonObject } from '#lib/engine/json.ts'
import { concealAt } from '#lib/engine/personal.ts'
import { AppError } from '#lib/errors.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import type { CredentialRow, ExecutionFullRow, ExecutionReader } from '#lib/store/executions-read.ts'
import type { PauseRow } from '#lib/store/reviews.ts'
import { concealOutputs, concealRun, queuedAt, toBlockRuns } from './block-runs.ts'
import { toFacts } from './facts.ts'
import { toListItem } from './list.ts'
import { isOwnTest, type Privacy, privacyOf } from './privacy.ts'

const MASK = '***'

/**
 * Everything about one execution: its graph as it was, every block run, pauses, credentials and relatives. Personal data
 * is concealed unless it is `revealed`, or the execution is a test of the caller's own.
 */
export async function getExecution(
  runtime: Pick<Runtime, 'tenant' | 'executions' | 'blocks'>,
  principal: Member,
  executionId: string,
  { revealed = false }: { revealed?: boolean } = {},
): Promise<ExecutionDetail> {
  const { executions: reader, pauses: paused } = runtime.tenant(principal.organizationId)
  const row = isUuid(executionId) ? await reader.find(executionId) : null
  if (!row) throw new AppError('execution_not_found', 'There is no such execution')
  const [graph, { events }, pauses, credentials, links] = await Promise.all([
    runtime.executions.graph(row),
    runtime.executions.events(row.id),
    paused.ofExecution(row.id),
    reader.credentialsOf(row.id),
    relatives(reader, row),
  ])
  const state = foldEvents(events)
  const detail: ExecutionDetail = {
    ...toListItem(row),
    ...ownFields(row),
    concealed: false,
    facts: toFacts(graph, events, state),
    graph: withoutSecrets(graph),
    variables: maskSecrets(graph, state.variables),
    blockRuns: toBlockRuns(graph, state, queuedAt(events)),
    takenEdges: [...new Set(Object.values(state.runs).flatMap((run) => run.emitted))],
    warnings: state.warnings.map((warning) => ({ ...warning, at: new Date(warning.at).toISOString() })),
    pauses: pauses.map(toPauseView),
    credentials: credentials.map(toCredentialView),
    ...links,
  }
  return revealed || isOwnTest(principal, row) ? detail : conceal(detail, privacyOf(graph, state, runtime.blocks))
}

function conceal(detail: ExecutionDetail, privacy: Privacy): ExecutionDetail {
  const text = (given: string | null) => given && privacy.text(given)
  const { value } = privacy
  return {
    ...detail,
    concealed: true,
    error: text(detail.error),
    input: privacy.input(detail.input),
    output: isJsonObject(detail.output) ? concealOutputs(privacy, detail.output) : null,
    variables: objectOf(value(detail.variables)),
    blockRuns: detail.blockRuns.map((run) => concealRun(privacy, run)),
    facts: detail.facts.map((fact) => ({ ...fact, note: text(fact.note) })),
    warnings: detail.warnings.map((warning) => ({ ...warning, message: privacy.text(warning.message) })),
    pauses: detail.pauses.map((pause) => ({ ...pause, title: privacy.text(pause.title) })),
    credentials: detail.credentials.map(({ claims, ...credential }) => ({
      ...credential,
      claims: objectOf(concealAt(claims, true)),
      jwt: null,
    })),
  }
}

function objectOf(value: Json): JsonObject {
  return isJsonObject(value) ? value : {}
}

function ownFields(row: ExecutionFullRow) {
  const { instanceId, runId, revision, input, output, callChain, parentExecutionId } = row
  return {
    instanceId,
    runId,
    revision,
    input,
    output,
    callChain,
    parentExecutionId,
    cancelRequestedAt: row.cancelRequestedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  }
}

async function relatives(
  reader: ExecutionReader,
  row: ExecutionFullRow,
): Promise<{
  parent: ExecutionLink | null
  children: ExecutionLink[]
  source: ExecutionLink | null
  replayOf: ExecutionLink | null
}> {
  const named = [row.parentExecutionId, row.sourceExecutionId, row.replayOf].filter((id) => id !== null)
  const [links, children] = await Promise.all([reader.links(named), reader.childrenOf(row)])
  const find = (name: string | null) => links.find((link) => link.id === name || link.publicId === name) ?? null
  return {
    parent: find(row.parentExecutionId),
    children,
    source: find(row.sourceExecutionId),
    replayOf: find(row.replayOf),
  }
}

/** The graph without the values of secret variables. */
function withoutSecrets(graph: Graph): Graph {
  return {
    ...graph,
    variables: graph.variables.map((variable) =>
      variable.secret && variable.default !== undefined ? { ...variable, default: MASK } : variable,
    ),
  }
}

/** The variables, those masked that the graph marks as secret. */
export function maskSecrets(graph: Graph, variables: JsonObject): JsonObject {
  const secret = new Set(graph.variables.filter((variable) => variable.secret).map((variable) => variable.name))
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, secret.has(name) ? MASK : value]))
}

function toPauseView(row: PauseRow): ExecutionPauseView {
  const { id, blockId, blockName, visit, kind, status, request, resolution } = row
  return {
    id,
    blockId,
    blockName,
    visit,
    kind,
    status,
    title: request.title,
    reason: request.reason,
    openedAt: row.openedAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    wakeAt: row.wakeAt?.toISOString() ?? null,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    decision: resolution?.decision ?? null,
    resolvedBy: resolution?.by ?? null,
  }
}

function toCredentialView({ issuedAt, expiresAt, ...credential }: CredentialRow): IssuedCredentialView {
  return { ...credential, issuedAt: issuedAt.toISOString(), expiresAt: expiresAt.toISOString() }
}
