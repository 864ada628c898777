import { text } from '#components/messages/text.ts'

const HOUR_MS = 3_600_000
const WEEK_MS = 7 * 24 * HOUR_MS
const MORNING_HOUR = 9

/** Until when a review may be put away, seen from `now`; mornings are those of this device. */
export function snoozeChoices(now: Date): { label: string; until: Date }[] {
  const tomorrow = new Date(now)
  tomorrow.setDate(tomorrow.getDate() + 1)
  tomorrow.setHours(MORNING_HOUR, 0, 0, 0)
  const { snoozeHour, snoozeTomorrow, snoozeWeek } = text.reviews.hand
  return [
    { label: snoozeHour, until: new Date(now.getTime() + HOUR_MS) },
    { label: snoozeTomorrow, until: tomorrow },
    { label: snoozeWeek, until: new Date(now.getTime() + WEEK_MS) },
  ]
}
