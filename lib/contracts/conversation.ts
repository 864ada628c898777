import { z } from 'zod'

/** Answer of `POST /v1/auth/token`, as the console reads it; `expires_in` is in seconds. */
export const sessionTokenSchema = z.object({ access_token: z.string(), expires_in: z.number() })

/** Answer of the turns API, as the console reads it. */
export const turnAnswerSchema = z.object({
  run_id: z.string(),
  status: z.string(),
  turn_number: z.int(),
  events: z.array(z.object({ type: z.string(), content: z.unknown().optional() })),
  is_waiting_for_input: z.boolean(),
  is_completed: z.boolean(),
  error: z.string().nullable(),
})
export type TurnAnswer = z.infer<typeof turnAnswerSchema>

/** A refusal of the turns API: a sentence, or what is wrong with each field. */
export const turnRefusalSchema = z.object({
  detail: z.union([z.string(), z.array(z.object({ msg: z.string() }))]),
})
