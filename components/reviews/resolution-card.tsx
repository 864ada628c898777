import { text } from '#components/messages/text.ts'
import { KeyValues } from '#components/ui/key-values.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Time } from '#components/ui/time.tsx'
import type { ReviewDetail } from '#lib/contracts/reviews.ts'
import { answerFacts } from './answer-facts.tsx'

/** The decision on record: what, by whom, when, and with which words. */
export function ResolutionFacts({ review }: { review: ReviewDetail }) {
  const { resolution, status } = review
  if (status === 'cancelled' || status === 'expired') return <Notice tone="wait" title={text.reviews.closed[status]} />
  if (resolution === null) return null
  const decision = review.decisions.find(({ name }) => name === resolution.decision)?.label
  return (
    <KeyValues
      items={[
        {
          label: text.reviews.decision,
          value: <strong className="font-semibold">{decision ?? text.reviews.noDecision}</strong>,
        },
        { label: text.reviews.resolutionBy, value: resolution.by.name },
        ...(resolution.confirmedBy.length > 0
          ? [{ label: text.reviews.confirmedBy, value: resolution.confirmedBy.map(({ name }) => name).join(', ') }]
          : []),
        { label: text.reviews.resolutionAt, value: <Time at={resolution.at} /> },
        ...answerFacts(review.fields, resolution.data),
      ]}
    />
  )
}
