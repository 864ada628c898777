import type { GraphIndex } from '#lib/engine/graph.ts'
import { type ExecutionStatus, outputsOf, type Pause } from '#lib/engine/state.ts'
import type { Outcome } from '#lib/executions/drive.ts'
import { maskSecrets } from '#lib/executions/get.ts'
import type { StoredExecution } from '#lib/executions/records.ts'
import type { PauseBelow } from '#lib/store/executions.ts'
import type { Instance, WaitingNode } from './contract.ts'

const STATES = {
  queued: [0, 'RUNNING'],
  running: [0, 'RUNNING'],
  cancelling: [0, 'RUNNING'],
  paused: [0, 'WAITING'],
  completed: [1, 'COMPLETED'],
  failed: [2, 'FAILED'],
  aborted_looping_risk: [2, 'FAILED'],
  cancelled: [3, 'CANCELLED'],
} as const satisfies Record<ExecutionStatus, readonly [Instance['stateCd'], Instance['status']]>

const TYPES = {
  review: 'REVIEW',
  task: 'USER_TASK',
  input: 'INPUT',
  event: 'CATCH_EVENT',
  timer: 'TIMER',
  child: 'PROCESS',
} as const satisfies Record<Pause['kind'], WaitingNode['type']>

/**
 * An execution as this API shows it. One that rests is running where nobody outside is waited for:
 * its last answer has just been accepted, or processes that it has called are at work.
 */
export function toInstance(
  execution: StoredExecution,
  { state, graph }: Outcome,
  waitingNodes: WaitingNode[],
): Instance {
  const underway = state.status === 'paused' && waitingNodes.every(({ type }) => type === 'PROCESS')
  const [stateCd, status] = STATES[underway ? 'running' : state.status]
  const { error } = state
  return {
    processInstanceId: execution.instanceId,
    processId: execution.workflowId,
    processName: execution.workflowName,
    processVersion: execution.versionNumber === null ? null : String(execution.versionNumber),
    stateCd,
    status,
    startTime: iso(state.createdAt),
    endTime: state.endedAt === undefined ? null : iso(state.endedAt),
    correlationKey: execution.correlationKey,
    data: { ...outputsOf(state), ...state.input, ...maskSecrets(graph.graph, state.variables) },
    error: error ? { code: error.code, message: error.message, nodeId: error.block ?? null } : null,
    waitingNodes,
  }
}

/** An open pause of the instance itself. */
export function toWaitingNode(pause: Pause, graph: GraphIndex): WaitingNode {
  return waitingNode(pause, graph.blocks.get(pause.blockId)?.name ?? pause.blockId)
}

/** A pause of an instance further down, which is where it is answered. */
export function toWaitingNodeBelow({ executionInstanceId, blockName, pause }: PauseBelow): WaitingNode {
  return { ...waitingNode(pause, blockName), processInstanceId: executionInstanceId }
}

function waitingNode(pause: Pause, nodeName: string): WaitingNode {
  return {
    nodeId: pause.blockId,
    nodeName,
    type: TYPES[pause.kind],
    since: iso(pause.openedAt),
    contextId: pause.id,
    title: pause.title,
    decisions: pause.decisions.map(({ name }) => name),
    fields: pause.fields,
    ...(pause.expiresAt !== undefined && { expiresAt: iso(pause.expiresAt) }),
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
