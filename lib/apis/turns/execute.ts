import { type ErrorMapper, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { turnParamsSchema, turnQuerySchema, turnRequestSchema } from './contract.ts'
import { requireTeam, turnFamily } from './family.ts'
import { runIdOf, userInputOf } from './from-wire.ts'
import { turnErrors, turnErrorsBesideOthers } from './problem.ts'
import { firstTurn, nextTurn } from './take-turn.ts'

/** `POST /workflows/v1/workflows/{workflowId}/execute`: one turn of a conversation with a workflow. */
export function turnRoute(runtime: () => Runtime) {
  return routeWith(runtime, turnErrors)
}

/** `POST /v1/workflows/{workflowId}/execute`: the same, beside addresses of another API. */
export function shortTurnRoute(runtime: () => Runtime) {
  return routeWith(runtime, turnErrorsBesideOthers)
}

function routeWith(runtime: () => Runtime, errors: ErrorMapper) {
  return defineMethods(errors, {
    POST: defineRoute(turnFamily(runtime, errors), {
      permission: 'workflows:execute',
      params: turnParamsSchema,
      query: turnQuerySchema,
      body: turnRequestSchema,
      handler: async (caller, { params: { workflowId }, query, body }) => {
        const input = body.run_input
        requireTeam(caller, input.team_id)
        const runId = runIdOf(workflowId, body)
        const wish = { workflowId, input, user: userInputOf(input), at: runtime().clock.now() }
        const answer =
          runId === null
            ? await firstTurn(runtime(), caller, wish, query)
            : await nextTurn(runtime(), caller, wish, runId)
        return replyJson(200, answer)
      },
    }),
  })
}
