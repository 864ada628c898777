'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { CopyableId } from '#components/ui/copy-button.tsx'
import { Dialog, SheetContent } from '#components/ui/dialog.tsx'
import { JsonView } from '#components/ui/json-view.tsx'
import { KeyValues } from '#components/ui/key-values.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { Duration, Time } from '#components/ui/time.tsx'
import type { RequestLogDetail } from '#lib/contracts/request-log.ts'
import { CallBadge } from './call-table.tsx'
import { callDetail, useCallFilters } from './request-log-queries.ts'

/** The call the address names, at the side. */
export function CallSheet() {
  const { call, open } = useCallFilters()
  const { data, error, refetch } = useQuery(callDetail(call))
  return (
    <Dialog open={call !== ''} onOpenChange={(next) => !next && open(null)}>
      <SheetContent side="right" title={text.requestLog.details}>
        {!data && error && <QueryError error={error} onRetry={() => void refetch()} />}
        {!data && !error && (
          <Loading label={text.common.loading} className="mt-4 grid gap-3">
            <Skeleton className="h-5" />
            <Skeleton className="h-5" />
            <Skeleton className="h-5" />
          </Loading>
        )}
        {data && <CallFacts call={data} />}
      </SheetContent>
    </Dialog>
  )
}

function CallFacts({ call }: { call: RequestLogDetail }) {
  const { executionId, executionName, idempotencyKey, errorCode, body } = call
  return (
    <div className="mt-4 grid gap-5">
      <p className="wrap-anywhere font-mono text-sm">
        {call.method} {call.path}
      </p>
      <KeyValues
        items={[
          { label: text.requestLog.status, value: <CallBadge status={call.status} /> },
          ...(errorCode
            ? [{ label: text.requestLog.code, value: <code className="font-mono">{errorCode}</code> }]
            : []),
          { label: text.requestLog.at, value: <Time at={call.at} /> },
          { label: text.requestLog.duration, value: <Duration ms={call.duration} /> },
          { label: text.requestLog.caller, value: call.actor.name },
          {
            label: text.requestLog.requestId,
            value: <CopyableId value={call.requestId} label={text.requestLog.requestId} />,
          },
          ...(idempotencyKey
            ? [
                {
                  label: text.requestLog.idempotencyKey,
                  value: <CopyableId value={idempotencyKey} label={text.requestLog.idempotencyKey} />,
                },
              ]
            : []),
          ...(executionName
            ? [
                {
                  label: text.requestLog.execution,
                  value: (
                    <span className="grid gap-0.5">
                      <CopyableId value={executionName} label={text.requestLog.execution} />
                      {executionId && (
                        <Link
                          href={`/executions/${executionId}`}
                          className="text-pen underline-offset-4 hover:underline"
                        >
                          {text.requestLog.openExecution}
                        </Link>
                      )}
                    </span>
                  ),
                },
              ]
            : []),
        ]}
      />
      <section className="grid gap-1.5">
        <h3 className="font-medium text-sm">{text.requestLog.body}</h3>
        {body ? (
          <JsonView value={body} label={text.requestLog.body} openDepth={4} />
        ) : (
          <p className="text-ink-soft">{text.requestLog.noBody}</p>
        )}
      </section>
    </div>
  )
}
