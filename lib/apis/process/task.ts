import type { GraphIndex } from '#lib/engine/graph.ts'
import { isTerminal } from '#lib/engine/state.ts'
import { AppError } from '#lib/errors.ts'
import { type Answer, answerPause } from '#lib/executions/answer.ts'
import { graphOf } from '#lib/executions/drive.ts'
import type { StoredExecution } from '#lib/executions/records.ts'
import { replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import type { StoredPause } from '#lib/store/executions.ts'
import { type TaskRequest, taskRequestSchema } from './contract.ts'
import { processFamily } from './family.ts'
import { findInstance } from './find-instance.ts'
import { processErrors } from './problem.ts'

/** `POST /process/task`: answers a node that waits for a person, and returns once the answer is on record. */
export function taskRoute(runtime: () => Runtime) {
  return defineMethods(processErrors, {
    POST: defineRoute(processFamily(runtime), {
      permission: 'workflows:execute',
      body: taskRequestSchema,
      handler: async (caller, { body }) => {
        const execution = await findInstance(runtime(), caller, body.processInstanceId)
        const pause = await choosePause(runtime(), execution, body)
        const { outcome } = await answerPause(runtime(), caller, execution, pause, toAnswer(pause, body))
        outcome.catch((error: unknown) => runtime().report(error, { executionId: execution.id }))
        return replyJson(200, { processInstanceId: execution.instanceId, status: 'resumed' })
      },
    }),
  })
}

const ASKS_SOMEBODY = new Set(['review', 'task', 'input'])

/** The node's oldest open pause, else its last one: the refusal of that says who answered it. */
async function choosePause(runtime: Runtime, execution: StoredExecution, asked: TaskRequest): Promise<StoredPause> {
  const nodeId = nodeNamed(await graphOf(runtime, execution), asked.nodeId)
  const meant = (await runtime.executions.pauses(execution.id)).filter(
    ({ id, pause }) =>
      pause.blockId === nodeId &&
      ASKS_SOMEBODY.has(pause.kind) &&
      (asked.contextId === undefined || id === asked.contextId),
  )
  const chosen = meant.find(({ status }) => status === 'open') ?? meant.at(-1)
  if (chosen) return chosen
  if (asked.contextId !== undefined) throw new AppError('pause_not_found', 'The node has no such context')
  if (isTerminal(execution.status)) throw new AppError('already_terminal', 'The execution has already ended')
  throw new AppError('not_waiting', 'The node is not waiting for an answer')
}

/** Nodes may be named with hyphens too, which no id of ours holds: `approval-step` is `approval_step`. */
function nodeNamed({ blocks }: GraphIndex, given: string): string {
  const nodeId = given.replaceAll('-', '_')
  if (!blocks.has(nodeId)) throw new AppError('not_found', 'The process has no node with this id')
  return nodeId
}

/** Where the node asks for a decision, `data.decision` is it and the rest are the fields. */
function toAnswer({ pause }: StoredPause, { action, data }: TaskRequest): Answer {
  if (action === 'CANCEL') return { action: 'cancel', data }
  if (pause.decisions.length === 0) return { action: 'complete', data }
  const { decision, ...fields } = data
  return { action: 'complete', data: fields, ...(typeof decision === 'string' && { decision }) }
}
