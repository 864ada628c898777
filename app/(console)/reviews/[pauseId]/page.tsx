import type { Metadata } from 'next'
import { text } from '#components/messages/text.ts'
import { ReviewDetailScreen } from '#components/reviews/review-detail.tsx'

export const metadata: Metadata = { title: text.reviews.review }

export default async function ReviewPage({ params }: { params: Promise<{ pauseId: string }> }) {
  const { pauseId } = await params
  return <ReviewDetailScreen pauseId={pauseId} />
}
