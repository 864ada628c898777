import Link from 'next/link'
import { text } from '#components/messages/text.ts'
import type { Column } from '#components/ui/data-table.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { ROW_LINK } from '#components/ui/table.tsx'
import { Duration, Time } from '#components/ui/time.tsx'
import type { ExecutionListItem } from '#lib/contracts/executions.ts'
import type { ColumnId } from './columns.ts'
import { RowCheckbox } from './selection.tsx'

type ExecutionColumn = Column<ExecutionListItem>

const NOTHING = <span className="text-ink-faint">–</span>

const EXECUTION: ExecutionColumn = {
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
}

const CHOICE: ExecutionColumn = {
  id: 'choice',
  header: '',
  className: 'w-10 pr-0',
  cell: (row) => <RowCheckbox row={row} />,
}

const OTHERS: Record<ColumnId, Omit<ExecutionColumn, 'id'>> = {
  status: { header: text.executions.status, cell: (row) => <StatusBadge status={row.status} /> },
  subject: {
    header: text.executions.subject,
    className: 'max-lg:hidden max-w-52 truncate',
    cell: (row) => row.subjectId ?? NOTHING,
  },
  version: {
    header: text.executions.version,
    className: 'max-xl:hidden',
    cell: (row) => (row.versionNumber === null ? text.executions.draft : `v${row.versionNumber}`),
  },
  trigger: {
    header: text.executions.trigger,
    className: 'max-xl:hidden max-w-56 truncate',
    cell: (row) => text.executions.via(row.triggeredBy.name, text.executions.triggers[row.trigger]),
  },
  correlation: {
    header: text.executions.correlation,
    className: 'max-lg:hidden max-w-52 truncate',
    cell: (row) => row.correlationKey ?? NOTHING,
  },
  environment: {
    header: text.executions.environment,
    className: 'max-lg:hidden',
    cell: (row) => text.shell.environmentNames[row.environment],
  },
  duration: {
    header: text.executions.duration,
    className: 'max-md:hidden text-right',
    cell: (row) => <Duration ms={row.durationMs} since={row.createdAt} />,
  },
  started: {
    header: text.executions.started,
    className: 'max-sm:hidden text-right text-ink-soft',
    cell: (row) => <Time at={row.createdAt} className="relative" />,
  },
  ended: {
    header: text.executions.ended,
    className: 'max-lg:hidden text-right text-ink-soft',
    cell: (row) => (row.endedAt === null ? NOTHING : <Time at={row.endedAt} className="relative" />),
  },
}

/** The columns chosen, in the order of the list; with tick boxes where rows can be chosen. */
export function columnsOf(chosen: readonly ColumnId[], choosing: boolean): ExecutionColumn[] {
  return [...(choosing ? [CHOICE] : []), EXECUTION, ...chosen.map((id) => ({ id, ...OTHERS[id] }))]
}

/** What a column is called. */
export function columnName(id: ColumnId): string {
  return OTHERS[id].header
}
