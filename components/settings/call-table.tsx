'use client'

import { CircleCheck, CircleX, ShieldAlert } from 'lucide-react'
import { useMemo } from 'react'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import { type Column, DataTable } from '#components/ui/data-table.tsx'
import { ROW_LINK } from '#components/ui/table.tsx'
import { Duration, Time } from '#components/ui/time.tsx'
import type { RequestLogItem } from '#lib/contracts/request-log.ts'

/** What the log says of a call. */
export const CALL_COLUMNS: readonly Column<RequestLogItem>[] = columns(() => {})

function columns(onOpen: (id: string) => void): Column<RequestLogItem>[] {
  return [
    {
      id: 'call',
      header: text.requestLog.call,
      className: 'w-full min-w-40 max-w-0',
      cell: (row) => (
        <span className="grid">
          <button type="button" className={`${ROW_LINK} min-w-0 text-left`} onClick={() => onOpen(row.id)}>
            <span className="block truncate font-mono text-sm">
              {row.method} {row.path}
            </span>
          </button>
          <span className="truncate text-ink-soft text-sm">
            {row.actor.name}
            {row.errorCode && <span className="text-bad"> · {row.errorCode}</span>}
          </span>
        </span>
      ),
    },
    { id: 'status', header: text.requestLog.status, cell: (row) => <CallBadge status={row.status} /> },
    {
      id: 'api',
      header: text.requestLog.api,
      className: 'max-lg:hidden whitespace-nowrap',
      cell: (row) => text.requestLog.apis[row.api],
    },
    {
      id: 'duration',
      header: text.requestLog.duration,
      className: 'max-md:hidden text-right',
      cell: (row) => <Duration ms={row.duration} />,
    },
    {
      id: 'at',
      header: text.requestLog.at,
      className: 'max-sm:hidden text-right text-ink-soft',
      cell: (row) => <Time at={row.at} className="relative" />,
    },
  ]
}

/** The calls as rows; a row opens its details. */
export function CallTable({ rows, onOpen }: { rows: readonly RequestLogItem[]; onOpen(id: string): void }) {
  const opening = useMemo(() => columns(onOpen), [onOpen])
  return <DataTable label={text.requestLog.list} columns={opening} rows={rows} rowId={(row) => row.id} />
}

/** An HTTP status with its tone. */
export function CallBadge({ status }: { status: number }) {
  if (status < 400)
    return (
      <Badge tone="good" icon={CircleCheck}>
        {status}
      </Badge>
    )
  return (
    <Badge tone={status < 500 ? 'wait' : 'bad'} icon={status < 500 ? ShieldAlert : CircleX}>
      {status}
    </Badge>
  )
}
