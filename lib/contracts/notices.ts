import { z } from 'zod'
import { instant } from './wire.ts'

/** What people are told about reviews. */
export const NOTICE_TYPES = ['assigned', 'due_soon', 'late', 'returned'] as const

/** `GET /api/console/notices`: the person's latest notices; `unread` counts to 30. */
export const noticeListSchema = z.strictObject({
  data: z.array(
    z.strictObject({
      id: z.uuid(),
      type: z.enum(NOTICE_TYPES),
      pauseId: z.string(),
      /** Title of the review. */
      title: z.string(),
      workflowName: z.string(),
      /** Whether the review still waits. */
      open: z.boolean(),
      createdAt: instant,
      read: z.boolean(),
    }),
  ),
  unread: z.int(),
})
export type NoticeList = z.infer<typeof noticeListSchema>

/** Body of `POST /api/console/notices/read`; without a review, all are meant. */
export const readRequestSchema = z.strictObject({ pauseId: z.string().max(100).nullable().default(null) })

/** `GET` and `POST /api/console/availability`: whether reviews given out by turns pass the person by. */
export const availabilitySchema = z.strictObject({ away: z.boolean() })
