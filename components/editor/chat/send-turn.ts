import { ApiError, postJson } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import {
  sessionTokenSchema,
  type TurnAnswer,
  turnAnswerSchema,
  turnRefusalSchema,
} from '#lib/contracts/conversation.ts'
import type { JsonObject } from '#lib/engine/json.ts'

/** Whom a conversation is held with. */
export type Partner = { hexId: string; environment: EnvironmentName; draft: boolean }

type Turn = { runId: string | null; says: string | null; input: JsonObject }

/** A token of the person who is signed in, for calling the public API as any other program would. */
export async function fetchToken({ environment, draft }: Partner): Promise<{ token: string; expiresAt: number }> {
  const scopes = ['workflows:execute', ...(draft ? ['workflows:editor:read'] : [])]
  const answer = await postJson('/v1/auth/token', sessionTokenSchema, { environment, scopes })
  return { token: answer.access_token, expiresAt: Date.now() + answer.expires_in * 1000 }
}

/** One turn through the public turns API. Throws `ApiError`. */
export async function sendTurn(token: string, { hexId, draft }: Partner, turn: Turn): Promise<TurnAnswer> {
  const query = draft && turn.runId === null ? '?draft=true' : ''
  const response = await fetch(`/workflows/v1/workflows/${hexId}/execute${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(bodyOf(turn)),
  }).catch(() => {
    throw new ApiError(0, { code: 'offline', message: text.errors.offline })
  })
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw refusalOf(response.status, body)
  const parsed = turnAnswerSchema.safeParse(body)
  if (!parsed.success) throw new ApiError(response.status, { code: 'unreadable', message: text.errors.unreadable })
  return parsed.data
}

function bodyOf({ runId, says, input }: Turn): object {
  const words = says === null ? [] : [{ type: 'llm', messages: [{ type: 'human', content: says }] }]
  return {
    ...(runId !== null && { run_id: runId }),
    run_input: {
      command: runId === null ? 'start' : says === null ? 'resume' : 'data',
      ...(runId === null && { dynamic_variables: input }),
      thread_to_node_inputs: { '0': { node_run_inputs: words } },
    },
  }
}

function refusalOf(status: number, body: unknown): ApiError {
  const parsed = turnRefusalSchema.safeParse(body)
  const detail = parsed.success ? parsed.data.detail : text.errors.unreadable
  const message = typeof detail === 'string' ? detail : detail.map(({ msg }) => msg).join('; ')
  return new ApiError(status, { code: 'refused', message })
}
