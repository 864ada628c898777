'use client'

import { useQuery } from '@tanstack/react-query'
import { Activity } from 'lucide-react'
import Link from 'next/link'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useEnvironment } from '#components/session/session.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { EXECUTION_STATUSES } from '#lib/engine/state.ts'
import { homeOverview } from './queries.ts'

/** How the executions of the last day stand; each status leads to its list. */
export function LastDay() {
  const [environment] = useEnvironment()
  const { data, error, refetch } = useQuery(homeOverview(environment))
  const counts = new Map(data?.statuses.map(({ status, many }) => [status, many]))
  return (
    <Card aria-labelledby="last-day-title">
      <CardHeader id="last-day-title" title={text.home.lastDay} />
      {!data && error && <QueryError error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <Loading label={text.common.loading} className="grid gap-2 p-4">
          {['a', 'b', 'c'].map((key) => (
            <Skeleton key={key} className="h-7 w-full" />
          ))}
        </Loading>
      )}
      {data?.statuses.length === 0 && (
        <EmptyState icon={Activity} title={text.home.lastDayNone}>
          {text.home.lastDayNoneBody}
        </EmptyState>
      )}
      {data && data.statuses.length > 0 && (
        <ul className="p-2">
          {EXECUTION_STATUSES.flatMap((status) => {
            const many = counts.get(status)
            if (many === undefined) return []
            return [
              <li
                key={status}
                className="relative flex h-9 items-center justify-between rounded-md px-2 hover:bg-hover/60"
              >
                <Link
                  href={`/executions?status=${status}&time=day`}
                  className="rounded-sm after:absolute after:inset-0"
                >
                  <StatusBadge status={status} />
                </Link>
                <span className="tabular font-semibold text-lg">{text.home.total(many, many >= data.most)}</span>
              </li>,
            ]
          })}
        </ul>
      )}
    </Card>
  )
}
