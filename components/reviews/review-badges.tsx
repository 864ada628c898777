import { AlarmClockOff, ChevronsDown, ChevronsUp, ChevronUp, Users } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Time } from '#components/ui/time.tsx'
import type { ReviewListItem } from '#lib/contracts/reviews.ts'

const PRIORITY_LOOKS = {
  1: { tone: 'bad', icon: ChevronsUp },
  2: { tone: 'wait', icon: ChevronUp },
  4: { tone: 'plain', icon: ChevronsDown },
} as const

/** How urgent a review is, where that is out of the ordinary. */
export function PriorityBadge({ priority }: { priority: number }) {
  const look = priority === 1 || priority === 2 || priority === 4 ? PRIORITY_LOOKS[priority] : null
  if (!look) return null
  return (
    <Badge tone={look.tone} icon={look.icon}>
      {text.reviews.priorities[priority]}
    </Badge>
  )
}

/** What sets an open review apart: urgent, waiting for a second person, put away. */
export function StandingBadges({ review }: { review: ReviewListItem }) {
  if (review.status !== 'open') return null
  return (
    <>
      <PriorityBadge priority={review.priority} />
      {review.proposedBy && (
        <Badge tone="busy" icon={Users}>
          {text.reviews.secondPerson}
        </Badge>
      )}
      {review.snoozedUntil && Date.parse(review.snoozedUntil) > Date.now() && (
        <Badge tone="idle" icon={AlarmClockOff}>
          {text.reviews.snoozedUntil} <Time at={review.snoozedUntil} className="relative" />
        </Badge>
      )}
    </>
  )
}
