'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { Card } from '#components/ui/card.tsx'
import { KeyValues } from '#components/ui/key-values.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { Time } from '#components/ui/time.tsx'
import type { ReviewDetail } from '#lib/contracts/reviews.ts'
import { humanize } from '#lib/engine/fields.ts'
import { CasePanel } from './case-panel.tsx'
import { CaseTimeline } from './case-timeline.tsx'
import { DueBadge } from './due-badge.tsx'
import { EvidencePanel } from './evidence-panel.tsx'
import { reviewDetail } from './queries.ts'
import { StandingBadges } from './review-badges.tsx'

const CRUMBS = [{ label: text.reviews.title, href: '/reviews' }]
const COLUMNS = 'grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,25rem)]'

/** One review: the evidence beside the decision. */
export function ReviewDetailScreen({ pauseId }: { pauseId: string }) {
  const { data, error, refetch } = useQuery(reviewDetail(pauseId))
  if (data) return <Detail key={pauseId} review={data} />
  return (
    <>
      <PageHeader crumbs={CRUMBS} title={text.reviews.review} />
      {error ? <QueryError error={error} onRetry={() => void refetch()} /> : <DetailSkeleton />}
    </>
  )
}

function Detail({ review }: { review: ReviewDetail }) {
  return (
    <>
      <PageHeader
        crumbs={CRUMBS}
        title={review.title}
        description={review.instructions}
        badge={
          <>
            <StatusBadge status={review.status} />
            <StandingBadges review={review} />
            {review.status === 'open' && review.dueAt && <DueBadge dueAt={review.dueAt} />}
          </>
        }
      />
      <div className={COLUMNS}>
        <div className="grid min-w-0 gap-4">
          <EvidencePanel review={review} />
          <CaseTimeline review={review} />
        </div>
        <div className="grid gap-4 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto lg:overscroll-contain">
          <CasePanel review={review} />
          <Card>
            <Facts review={review} />
          </Card>
        </div>
      </div>
    </>
  )
}

function Facts({ review }: { review: ReviewDetail }) {
  return (
    <KeyValues
      className="p-4"
      items={[
        { label: text.reviews.reason, value: review.reason ? humanize(review.reason) : text.reviews.noReason },
        ...(review.subjectId ? [{ label: text.reviews.subject, value: review.subjectId }] : []),
        { label: text.reviews.workflow, value: review.workflow.name },
        {
          label: text.reviews.execution,
          value: (
            <Link
              href={`/executions/${review.executionId}?block=${review.blockId}`}
              className="rounded-sm font-mono text-pen text-xs underline-offset-4 hover:underline"
            >
              {review.executionPublicId}
            </Link>
          ),
        },
        { label: text.reviews.startedBy, value: review.startedBy.name },
        {
          label: review.status === 'open' ? text.reviews.waiting : text.reviews.opened,
          value: <Time at={review.openedAt} />,
        },
      ]}
    />
  )
}

function DetailSkeleton() {
  return (
    <Loading label={text.common.loading} className={COLUMNS}>
      <div className="grid gap-4">
        <Skeleton className="h-72 w-full rounded-lg" />
        <Skeleton className="h-48 w-full rounded-lg" />
      </div>
      <div className="grid gap-4">
        <Skeleton className="h-52 w-full rounded-lg" />
        <Skeleton className="h-80 w-full rounded-lg" />
      </div>
    </Loading>
  )
}
