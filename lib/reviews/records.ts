import { z } from 'zod'
import { REVIEW_ACTIONS } from '#lib/contracts/reviews.ts'
import { actorSchema } from '#lib/engine/block.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'

/** A decision that counts once enough people agree: what, by whom, who has confirmed it so far. Instants are milliseconds since 1970. */
export const proposalSchema = z.strictObject({
  id: z.uuid(),
  action: z.enum(['complete', 'cancel']),
  decision: z.string().optional(),
  data: jsonObjectSchema,
  by: actorSchema,
  at: z.number(),
  confirmations: z.array(z.strictObject({ by: actorSchema, at: z.number() })),
})
export type Proposal = z.infer<typeof proposalSchema>

export type ReviewActionType = (typeof REVIEW_ACTIONS)[number]

/** What somebody did to a review, as kept. */
export const reviewActionSchema = z.object({
  id: z.uuid(),
  type: z.enum(REVIEW_ACTIONS),
  actor: actorSchema,
  data: jsonObjectSchema,
  at: z.date(),
})
export type ReviewAction = z.output<typeof reviewActionSchema>

/** Who has a review in hand. */
export type Holder = { id: string; name: string }
