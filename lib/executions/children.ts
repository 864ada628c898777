import type { Member } from '#lib/auth/principal.ts'
import type { Actor, Resolution } from '#lib/engine/block.ts'
import { isTerminal, type Pause } from '#lib/engine/state.ts'
import { isAppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { takeUp } from './drive.ts'
import { openOverrides } from './overrides.ts'
import type { ChildExecution, StoredExecution } from './records.ts'
import { type GraphChoice, startExecution } from './start.ts'

const ENGINE: Actor = { type: 'system', id: 'engine', name: 'Subworkflow' }

/** What a block that waits for children gets for each of its inputs. */
export type ChildResult = { executionId: string | null; status: string; output: object; error: object | null }

/**
 * Brings a pause that waits for other executions as far as it can go: starts those that are missing, a few at a time,
 * and answers the pause when all have ended. Harmless when repeated, by any number of processes.
 */
export async function advanceChildren(runtime: Runtime, parent: StoredExecution, pause: Pause): Promise<void> {
  const { children: wanted } = pause
  if (!wanted) return
  const present = await runtime.executions.children(pause.id)
  const ended = present.filter((child) => isTerminal(child.status))
  if (ended.length === wanted.inputs.length) return answer(runtime, parent, pause, ended.map(toResult))
  const known = new Set(present.map((child) => child.childIndex))
  const missing = wanted.inputs.map((_, index) => index).filter((index) => !known.has(index))
  const room = wanted.concurrency - (present.length - ended.length)
  try {
    for (const index of missing.slice(0, Math.max(0, room))) await startChild(runtime, parent, pause, index)
  } catch (error) {
    if (!isAppError(error)) throw error
    const refused = {
      executionId: null,
      status: 'failed',
      output: {},
      error: { code: error.code, message: error.message },
    }
    await answer(runtime, parent, pause, [...ended.map(toResult), refused])
  }
}

/** Goes on with the parent of an execution that has just ended. */
export async function advanceParent(
  runtime: Runtime,
  organizationId: string,
  parentId: string,
  pauseId: string,
): Promise<void> {
  const parent = await runtime.executions.find(organizationId, { id: parentId })
  const pause = await runtime.executions.findPause(organizationId, pauseId)
  if (parent && pause?.status === 'open') await advanceChildren(runtime, parent, pause.pause)
}

async function startChild(runtime: Runtime, parent: StoredExecution, pause: Pause, index: number): Promise<void> {
  const input = pause.children?.inputs[index]
  if (!pause.children || !input) return
  const workflow = { publicId: pause.children.workflow }
  try {
    const { outcome } = await startExecution(runtime, memberFor(parent), {
      workflow,
      environment: parent.environment,
      graph: await childGraph(runtime, parent, pause.children.workflow),
      input,
      environmentVariables: openOverrides(runtime, parent),
      callChain: [...parent.callChain, parent.workflowPublicId],
      parentExecutionId: parent.publicId,
      parent: {
        executionId: parent.id,
        pauseId: pause.id,
        index,
        rootExecutionId: parent.rootExecutionId ?? parent.id,
      },
      trigger: 'subworkflow',
      synchronous: false,
    })
    outcome.catch((error: unknown) => runtime.report(error, { executionId: parent.id }))
  } catch (error) {
    // Another process has started this child already.
    if (!(isAppError(error) && error.code === 'execution_id_conflict')) throw error
  }
}

/** A deployed parent runs the child's active version; a draft runs the child's draft where that is ahead. */
async function childGraph(runtime: Runtime, parent: StoredExecution, publicId: string): Promise<GraphChoice> {
  if (!parent.draft) return { type: 'active' }
  const child = await runtime.catalog.find(parent.organizationId, { publicId }, parent.environment)
  const draft = child && (await runtime.catalog.draft(child.id))
  return { type: draft && draft.hash !== child.active?.hash ? 'draft' : 'active' }
}

/** A child runs on behalf of whoever started its parent. */
function memberFor(parent: StoredExecution): Member {
  const { triggeredBy: actor, organizationId, environment } = parent
  return { actor, organizationId, environment, permissions: new Set(), roles: [] }
}

function toResult(child: ChildExecution): ChildResult {
  const { publicId: executionId, status, output, error } = child
  return { executionId, status, output: output ?? {}, error }
}

async function answer(runtime: Runtime, parent: StoredExecution, pause: Pause, results: ChildResult[]): Promise<void> {
  const data = {
    results: results.map((result) => ({
      ...result,
      output: { ...result.output },
      error: result.error && { ...result.error },
    })),
  }
  const resolution: Resolution = { action: 'complete', data, by: ENGINE, at: runtime.clock.now() }
  if (!(await runtime.executions.answerPause(pause.id, resolution))) return
  takeUp(runtime, parent).catch((error: unknown) => runtime.report(error, { executionId: parent.id }))
}
