import { z } from 'zod'
import type { Outcome } from '#lib/executions/drive.ts'
import { standingOf } from '#lib/executions/standing.ts'
import { replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import type { StoredPause } from '#lib/store/executions.ts'
import { instanceIdSchema, instanceSchema, type WaitingNode } from './contract.ts'
import { processFamily } from './family.ts'
import { findInstance } from './find-instance.ts'
import { processErrors } from './problem.ts'
import { toInstance, toWaitingNode, toWaitingNodeBelow } from './to-wire.ts'

/** `GET /process/instance/{processInstanceId}`: where an instance stands, 200 in every state. */
export function instanceRoute(runtime: () => Runtime) {
  return defineMethods(processErrors, {
    GET: defineRoute(processFamily(runtime), {
      permission: 'workflows:executions:read',
      params: z.object({ processInstanceId: instanceIdSchema }),
      handler: async (caller, { params }) => {
        const execution = await findInstance(runtime(), caller, params.processInstanceId)
        const outcome = await standingOf(runtime(), execution)
        const waiting = waitingNodes(outcome, await runtime().executions.pauses(execution.id))
        return replyJson(200, instanceSchema.parse(toInstance(execution, outcome, waiting)))
      },
    }),
  })
}

/** Open pauses as they are on record now, so that one just answered is gone; in place of calls, what waits below them. */
function waitingNodes({ graph, below = [] }: Outcome, stored: readonly StoredPause[]): WaitingNode[] {
  const open = stored.flatMap(({ status, pause }) => (status === 'open' ? [pause] : []))
  const own = open.filter(({ children }) => !children || below.length === 0)
  return [...own.map((pause) => toWaitingNode(pause, graph)), ...below.map(toWaitingNodeBelow)]
}
