'use client'

import { useQuery } from '@tanstack/react-query'
import { CheckCheck } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useEnvironment, useMay } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { ReviewListItem } from '#lib/contracts/reviews.ts'
import { humanize } from '#lib/engine/fields.ts'
import { homeCounts, homeReviews, useTakeNext } from './queries.ts'

const SHOWN = 5

/** What waits for me: the cases in my hands, then those in nobody's, the most pressing first. */
export function Waiting() {
  const [environment] = useEnvironment()
  const mayRead = useMay('reviews:read')
  const counts = useQuery(homeCounts(environment, mayRead)).data
  const mine = useQuery(homeReviews(environment, 'mine', SHOWN, mayRead))
  const free = useQuery(homeReviews(environment, 'unassigned', SHOWN, mayRead))
  if (!mayRead) return null
  const error = mine.error ?? free.error
  const known = mine.data && free.data
  const rows = known ? [...mine.data.data, ...free.data.data].slice(0, SHOWN) : []
  return (
    <Card aria-labelledby="waiting-title">
      <CardHeader id="waiting-title" title={text.home.waiting}>
        {rows.length > 0 && <TakeNext />}
      </CardHeader>
      {!known && error && (
        <QueryError error={error} onRetry={() => void Promise.all([mine.refetch(), free.refetch()])} />
      )}
      {!known && !error && <WaitingSkeleton />}
      {known && rows.length === 0 && (
        <EmptyState icon={CheckCheck} title={text.home.waitingNone}>
          {text.home.waitingNoneBody}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <>
          <ul className="divide-y">
            {rows.map((review) => (
              <WaitingLine key={review.pauseId} review={review} />
            ))}
          </ul>
          <p className="flex flex-wrap gap-x-4 gap-y-1 border-t px-4 py-2.5 text-sm">
            {counts && (
              <>
                <TabLink tab="mine">{text.home.inHand(counts.mine, counts.mine >= counts.most)}</TabLink>
                <TabLink tab="unassigned">
                  {text.home.unassigned(counts.unassigned, counts.unassigned >= counts.most)}
                </TabLink>
              </>
            )}
            <TabLink tab="all">{text.home.seeAll}</TabLink>
          </p>
        </>
      )}
    </Card>
  )
}

function TakeNext() {
  const [environment] = useEnvironment()
  const mayDecide = useMay('reviews:decide')
  const router = useRouter()
  const take = useTakeNext()
  if (!mayDecide) return null
  const go = () =>
    take.mutate(environment, {
      onSuccess: ({ pauseId }) =>
        pauseId === null ? void toast.info(text.home.nothingToTake) : router.push(`/reviews/${pauseId}`),
      onError: (error) => void toast.error(error.message),
    })
  return (
    <Button variant="primary" size="sm" pending={take.isPending} onClick={go}>
      {text.home.takeNext}
    </Button>
  )
}

function TabLink({ tab, children }: { tab: string; children: string }) {
  return (
    <Link href={`/reviews?tab=${tab}`} className="rounded-sm text-pen underline-offset-4 hover:underline">
      {children}
    </Link>
  )
}

function WaitingLine({ review }: { review: ReviewListItem }) {
  const facts = [review.subjectId, review.workflow.name, review.reason && humanize(review.reason)]
  return (
    <li className="relative flex h-14 items-center gap-4 px-4 hover:bg-hover/60">
      <span className="min-w-0 flex-1">
        <Link
          href={`/reviews/${review.pauseId}`}
          className="block truncate rounded-sm font-medium after:absolute after:inset-0"
        >
          {review.title}
        </Link>
        <span className="block truncate text-ink-soft text-sm">{facts.filter(Boolean).join(' · ')}</span>
      </span>
      <Time at={review.openedAt} className="relative text-ink-soft text-sm" />
    </li>
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
