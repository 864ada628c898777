'use client'

import { useQuery } from '@tanstack/react-query'
import { CheckCheck } from 'lucide-react'
import Link from 'next/link'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useEnvironment, useMay } from '#components/session/session.tsx'
import { buttonLook } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import { humanize } from '#lib/engine/fields.ts'
import { homeReviews } from './queries.ts'

const SHOWN = 5

/** The open reviews: how many, and the oldest few. */
export function Waiting() {
  const [environment] = useEnvironment()
  const mayRead = useMay('reviews:read')
  const mayDecide = useMay('reviews:decide')
  const { data, error, refetch } = useQuery(homeReviews(environment, 'all', mayRead))
  if (!mayRead) return null
  const oldest = data?.data[0]
  return (
    <Card aria-labelledby="waiting-title">
      <CardHeader
        id="waiting-title"
        title={
          <>
            {text.home.waiting}
            {data && (
              <span className="tabular ml-2 text-ink-soft">
                {text.home.total(data.data.length, data.nextCursor !== null)}
              </span>
            )}
          </>
        }
      >
        {oldest && mayDecide && (
          <Link href={`/reviews/${oldest.pauseId}`} className={buttonLook({ variant: 'primary', size: 'sm' })}>
            {text.home.decideNext}
          </Link>
        )}
      </CardHeader>
      {!data && error && <QueryError error={error} onRetry={() => void refetch()} />}
      {!data && !error && <WaitingSkeleton />}
      {data && !oldest && (
        <EmptyState icon={CheckCheck} title={text.home.waitingNone}>
          {text.home.waitingNoneBody}
        </EmptyState>
      )}
      {data && oldest && (
        <>
          <ul className="divide-y">
            {data.data.slice(0, SHOWN).map((review) => (
              <li key={review.pauseId} className="relative flex h-14 items-center gap-4 px-4 hover:bg-hover/60">
                <span className="min-w-0 flex-1">
                  <Link
                    href={`/reviews/${review.pauseId}`}
                    className="block truncate rounded-sm font-medium after:absolute after:inset-0"
                  >
                    {review.title}
                  </Link>
                  <span className="block truncate text-ink-soft text-sm">
                    {[review.subjectId, review.workflow.name, review.reason && humanize(review.reason)]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </span>
                <Time at={review.openedAt} className="relative text-ink-soft text-sm" />
              </li>
            ))}
          </ul>
          <p className="border-t px-4 py-2.5 text-sm">
            <Link href="/reviews" className="rounded-sm text-pen underline-offset-4 hover:underline">
              {text.home.seeAll}
            </Link>
          </p>
        </>
      )}
    </Card>
  )
}

function WaitingSkeleton() {
  return (
    <Loading label={text.common.loading} className="divide-y">
      {['a', 'b', 'c', 'd', 'e'].map((key) => (
        <div key={key} className="grid h-14 content-center gap-1.5 px-4">
          <Skeleton className="h-4 w-56 max-w-full" />
          <Skeleton className="h-3.5 w-72 max-w-full" />
        </div>
      ))}
    </Loading>
  )
}
