import type { Metadata } from 'next'
import { text } from '#components/messages/text.ts'
import { ReviewQueueScreen } from '#components/reviews/review-queue.tsx'

export const metadata: Metadata = { title: text.reviews.title }

export default function ReviewsPage() {
  return <ReviewQueueScreen />
}
