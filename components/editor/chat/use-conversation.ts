import { useMutation } from '@tanstack/react-query'
import { useReducer, useRef } from 'react'
import type { JsonObject } from '#lib/engine/json.ts'
import { fetchToken, type Partner, sendTurn } from './send-turn.ts'
import { NO_TALK, talkOn } from './talk.ts'

/** A token is renewed when it has this many milliseconds left. */
const RENEWAL_MS = 30_000

type Words = { says: string | null; input?: JsonObject }

/** A conversation with a workflow, turn by turn. What could not be sent can be sent again. */
export function useConversation(partner: Partner, before?: () => Promise<unknown>) {
  const [talk, tell] = useReducer(talkOn, NO_TALK)
  const token = useRef<{ token: string; expiresAt: number }>(null)

  const turn = useMutation({
    mutationFn: async ({ says, input = {} }: Words) => {
      if (talk.runId === null) await before?.()
      if (!token.current || token.current.expiresAt - Date.now() < RENEWAL_MS) {
        token.current = await fetchToken(partner)
      }
      return sendTurn(token.current.token, partner, { runId: talk.runId, says, input })
    },
    onSuccess: (answer) => tell({ type: 'answered', answer }),
  })

  return {
    talk,
    pending: turn.isPending,
    error: turn.error,
    begin: (input: JsonObject) => turn.mutate({ says: null, input }),
    say: (says: string) => {
      tell({ type: 'said', text: says })
      turn.mutate({ says })
    },
    lookAgain: () => turn.mutate({ says: null }),
    sendAgain: () => turn.variables && turn.mutate(turn.variables),
    leave: () => {
      turn.reset()
      tell({ type: 'left' })
    },
  }
}
