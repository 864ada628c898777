import type { NOTICE_TYPES as TYPES } from '#lib/contracts/notices.ts'

export { NOTICE_TYPES } from '#lib/contracts/notices.ts'

/** What people are told about reviews. */
export type NoticeType = (typeof TYPES)[number]
