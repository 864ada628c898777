import { ApiError } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { Notice } from '#components/ui/notice.tsx'
import type { ReviewDetail } from '#lib/contracts/reviews.ts'
import { humanize } from '#lib/engine/fields.ts'

/** Why an answer was not recorded, and that nothing typed is lost. */
export function RefusalNotice({ error, review }: { error: Error; review: ReviewDetail }) {
  if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500) {
    return (
      <Notice announce tone="bad" title={text.reviews.failedTitle}>
        {text.reviews.failedBody}
      </Notice>
    )
  }
  if (error.code === 'review_claimed' || error.code === 'proposal_changed') {
    return (
      <Notice announce tone="wait" title={error.message}>
        {text.reviews.notYoursBody}
      </Notice>
    )
  }
  if (error.status === 409) return <LostRaceNotice review={review} />
  if (error.status === 403) {
    return (
      <Notice announce tone="wait" title={text.reviews.restrictedTitle}>
        {error.message}
      </Notice>
    )
  }
  return (
    <Notice announce tone="bad" title={text.reviews.failedTitle}>
      {error.details.length > 0 ? text.reviews.fixFields(error.details.length) : error.message}
    </Notice>
  )
}

/** Says that the review was closed by somebody else while this person was at it. */
export function LostRaceNotice({ review }: { review: ReviewDetail }) {
  return (
    <Notice announce tone="wait" title={text.reviews.conflictTitle}>
      {winnerOf(review)} {text.reviews.conflictBody}
    </Notice>
  )
}

function winnerOf({ resolution }: ReviewDetail): string {
  if (resolution === null) return ''
  return text.reviews.conflictBy(humanize(resolution.decision ?? text.reviews.noDecision), resolution.by.name)
}
