import { z } from 'zod'
import { environmentSchema } from './wire.ts'

/** `GET /api/console/session`: who is signed in, where, and what they may do. */
export const sessionSchema = z.strictObject({
  user: z.strictObject({ id: z.string(), name: z.string(), email: z.string() }),
  organization: z.strictObject({ id: z.uuid(), name: z.string(), slug: z.string() }),
  role: z.string(),
  permissions: z.array(z.string()),
  environments: z.array(environmentSchema),
})
export type SessionView = z.infer<typeof sessionSchema>
