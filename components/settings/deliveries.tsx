'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, CircleCheck, CircleX, Clock, RotateCw, Send } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { explain } from '#components/data/api.ts'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { Duration, Time } from '#components/ui/time.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { DeliveryView } from '#lib/contracts/webhooks.ts'
import { deliveryList, useRedeliver } from './webhooks-queries.ts'

/** What was sent to an endpoint, newest first, with every attempt. */
export function Deliveries({ endpointId }: { endpointId: string }) {
  const [cursor, setCursor] = useState('')
  const { data, error, refetch } = useQuery(deliveryList(endpointId, cursor))
  return (
    <Card aria-labelledby="deliveries" className="overflow-hidden">
      <CardHeader id="deliveries" title={text.webhooks.deliveries} />
      {!data && error && <QueryError error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <Loading label={text.common.loading} className="grid gap-3 p-4">
          <Skeleton className="h-5" />
          <Skeleton className="h-5" />
        </Loading>
      )}
      {data?.data.length === 0 && (
        <EmptyState icon={Send} title={text.webhooks.deliveriesEmpty}>
          {text.webhooks.deliveriesEmptyBody}
        </EmptyState>
      )}
      <ul>
        {data?.data.map((delivery) => (
          <li key={delivery.id} className="border-t first:border-t-0">
            <DeliveryRow endpointId={endpointId} delivery={delivery} />
          </li>
        ))}
      </ul>
      {data && (cursor !== '' || data.nextCursor !== null) && (
        <div className="flex justify-between border-t p-2">
          <Button variant="quiet" disabled={cursor === ''} onClick={() => setCursor('')}>
            <ChevronLeft aria-hidden="true" />
            {text.webhooks.newest}
          </Button>
          <Button variant="quiet" disabled={data.nextCursor === null} onClick={() => setCursor(data.nextCursor ?? '')}>
            {text.webhooks.older}
            <ChevronRight aria-hidden="true" />
          </Button>
        </div>
      )}
    </Card>
  )
}

const LOOKS = {
  pending: { tone: 'wait', icon: Clock },
  delivered: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
} as const

function DeliveryRow({ endpointId, delivery }: { endpointId: string; delivery: DeliveryView }) {
  const { status, attempts, executionId, nextAt } = delivery
  const name = text.webhooks.eventNames[delivery.type] ?? delivery.type
  return (
    <details className="group">
      <summary className="flex list-none flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 hover:bg-hover/60 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden="true" className="size-4 text-ink-faint transition-transform group-open:rotate-90" />
        <span className="grow font-medium">{name}</span>
        <Badge {...LOOKS[status]}>{text.webhooks.results[status]}</Badge>
        <Time at={delivery.at} className="text-ink-soft text-sm" />
      </summary>
      <div className="grid gap-3 border-t bg-sunken px-4 py-3 pl-11">
        <p className="wrap-anywhere flex flex-wrap gap-x-4 text-ink-soft text-sm">
          <code className="font-mono">{delivery.eventId}</code>
          {executionId && (
            <Link href={`/executions/${executionId}`} className="text-pen underline-offset-4 hover:underline">
              {text.webhooks.execution}
            </Link>
          )}
          {nextAt && (
            <span>
              {text.webhooks.next} <Time at={nextAt} />
            </span>
          )}
        </p>
        <ol className="grid gap-1">
          {attempts.map(({ at, status: answered, durationMs, error }) => (
            <li key={at} className="flex flex-wrap gap-x-3 text-sm">
              <Time at={at} className="text-ink-soft" />
              <span className={error ? 'text-bad' : 'text-good'}>
                {answered !== null && text.webhooks.answered(answered)}
                {answered !== null && error && ' · '}
                {error && (text.webhooks.faults[error] ?? error)}
              </span>
              <Duration ms={durationMs} />
            </li>
          ))}
        </ol>
        <RedeliverButton endpointId={endpointId} deliveryId={delivery.id} name={name} />
      </div>
    </details>
  )
}

function RedeliverButton({ endpointId, deliveryId, name }: { endpointId: string; deliveryId: string; name: string }) {
  const mayWrite = useMay('settings:write')
  const redeliver = useRedeliver(endpointId)
  if (!mayWrite) return null
  return (
    <Button
      size="sm"
      className="w-fit"
      aria-label={text.webhooks.redeliverOf(name)}
      pending={redeliver.isPending}
      onClick={() =>
        redeliver.mutate(deliveryId, {
          onSuccess: () => toast.success(text.webhooks.redelivered),
          onError: (error) => toast.error(text.webhooks.failed, { description: explain(error).message }),
        })
      }
    >
      <RotateCw aria-hidden="true" />
      {text.webhooks.redeliver}
    </Button>
  )
}
