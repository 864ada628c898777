import Link from 'next/link'
import { text } from '#components/messages/text.ts'
import type { Column } from '#components/ui/data-table.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { ROW_LINK } from '#components/ui/table.tsx'
import { Duration, Time } from '#components/ui/time.tsx'
import type { ExecutionListItem } from '#lib/contracts/executions.ts'

/** What the list says of an execution. */
export const EXECUTION_COLUMNS: readonly Column<ExecutionListItem>[] = [
  {
    id: 'execution',
    header: text.executions.execution,
    className: 'w-full min-w-40 max-w-0',
    cell: (row) => (
      <span className="grid">
        <Link href={`/executions/${row.id}`} className={ROW_LINK}>
          <span className="block truncate">{row.workflow.name}</span>
        </Link>
        <span className="truncate text-sm">
          <code className="font-mono text-ink-soft text-xs">{row.publicId}</code>
          {row.error && <span className="text-bad"> · {row.error}</span>}
        </span>
        <span className="truncate text-ink-soft text-sm sm:hidden">
          <Time at={row.createdAt} className="relative" />
          {row.subjectId && ` · ${row.subjectId}`}
        </span>
      </span>
    ),
  },
  { id: 'status', header: text.executions.status, cell: (row) => <StatusBadge status={row.status} /> },
  {
    id: 'subject',
    header: text.executions.subject,
    className: 'max-lg:hidden max-w-52 truncate',
    cell: (row) => row.subjectId ?? <span className="text-ink-faint">–</span>,
  },
  {
    id: 'version',
    header: text.executions.version,
    className: 'max-xl:hidden',
    cell: (row) => (row.versionNumber === null ? text.executions.draft : `v${row.versionNumber}`),
  },
  {
    id: 'trigger',
    header: text.executions.trigger,
    className: 'max-xl:hidden max-w-56 truncate',
    cell: (row) => text.executions.via(row.triggeredBy.name, text.executions.triggers[row.trigger]),
  },
  {
    id: 'duration',
    header: text.executions.duration,
    className: 'max-md:hidden text-right',
    cell: (row) => <Duration ms={row.durationMs} since={row.createdAt} />,
  },
  {
    id: 'started',
    header: text.executions.started,
    className: 'max-sm:hidden text-right text-ink-soft',
    cell: (row) => <Time at={row.createdAt} className="relative" />,
  },
]
