import { Archive } from 'lucide-react'
import Link from 'next/link'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import type { Column } from '#components/ui/data-table.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { ROW_LINK } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import { WorkflowBadge } from '#components/ui/workflow-badge.tsx'
import type { WorkflowListItem } from '#lib/contracts/workflows.ts'
import { RowActions } from './row-actions.tsx'

/** What the list says of a workflow. */
export const WORKFLOW_COLUMNS: readonly Column<WorkflowListItem>[] = [
  {
    id: 'name',
    header: text.workflows.name,
    className: 'w-full max-w-0 min-w-40',
    cell: (row) => (
      <span className="grid">
        {row.archived ? (
          <span className="truncate font-medium">{row.name}</span>
        ) : (
          <Link href={`/designer/${row.id}`} className={ROW_LINK}>
            <span className="block truncate">{row.name}</span>
          </Link>
        )}
        <span className="truncate text-ink-soft text-sm">{row.description || row.publicId}</span>
      </span>
    ),
  },
  {
    id: 'state',
    header: text.workflows.state,
    cell: (row) =>
      row.archived ? <Badge icon={Archive}>{text.workflows.archived}</Badge> : <WorkflowBadge badge={row.badge} />,
  },
  {
    id: 'lastRun',
    header: text.workflows.lastRun,
    className: 'max-md:hidden',
    cell: ({ lastExecution }) =>
      lastExecution === null ? (
        <span className="text-ink-soft">{text.workflows.neverRun}</span>
      ) : (
        <Link
          href={`/executions/${lastExecution.id}`}
          className="relative inline-flex items-center gap-2 rounded-sm text-ink-soft text-sm underline-offset-4 hover:underline"
        >
          <StatusBadge status={lastExecution.status} />
          <Time at={lastExecution.createdAt} />
        </Link>
      ),
  },
  {
    id: 'updated',
    header: text.workflows.updated,
    className: 'max-lg:hidden text-right text-ink-soft',
    cell: (row) => <Time at={row.updatedAt} className="relative" />,
  },
  {
    id: 'actions',
    header: text.workflows.actions,
    className: 'w-0 text-right',
    cell: (row) => <RowActions workflow={row} />,
  },
]
