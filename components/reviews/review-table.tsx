import Link from 'next/link'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import type { Column } from '#components/ui/data-table.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { ROW_LINK } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import type { ReviewListItem } from '#lib/contracts/reviews.ts'
import { humanize } from '#lib/engine/fields.ts'
import { DueBadge } from './due-badge.tsx'
import { StandingBadges } from './review-badges.tsx'

const REVIEW: Column<ReviewListItem> = {
  id: 'review',
  header: text.reviews.review,
  className: 'w-full max-w-0 min-w-40 md:w-auto md:max-w-80',
  cell: (row) => (
    <span className="grid">
      <Link href={`/reviews/${row.pauseId}`} className={ROW_LINK}>
        <span className="block truncate">{row.title}</span>
      </Link>
      <span className="truncate text-ink-soft text-sm">
        {row.reason ? humanize(row.reason) : text.reviews.kinds[row.kind]}
        {row.subjectId && <span className="lg:hidden"> · {row.subjectId}</span>}
      </span>
      <span className="flex flex-wrap gap-1 py-0.5 empty:hidden">
        <StandingBadges review={row} />
        {row.status === 'open' && row.dueAt && (
          <span className="sm:hidden">
            <DueBadge dueAt={row.dueAt} />
          </span>
        )}
      </span>
    </span>
  ),
}

const SUBJECT: Column<ReviewListItem> = {
  id: 'subject',
  header: text.reviews.subject,
  className: 'max-lg:hidden max-w-52 truncate',
  cell: (row) => row.subjectId ?? <span className="text-ink-faint">–</span>,
}

const WORKFLOW: Column<ReviewListItem> = {
  id: 'workflow',
  header: text.reviews.workflow,
  className: 'max-md:hidden max-w-56 truncate',
  cell: (row) => row.workflow.name,
}

const HOLDER: Column<ReviewListItem> = {
  id: 'holder',
  header: text.reviews.assignee,
  className: 'max-xl:hidden max-w-44 truncate',
  cell: (row) => row.holder?.name ?? <span className="text-ink-faint">{text.reviews.nobody}</span>,
}

/** What the queue says of open reviews. */
export const OPEN_COLUMNS: readonly Column<ReviewListItem>[] = [
  REVIEW,
  SUBJECT,
  WORKFLOW,
  HOLDER,
  {
    id: 'due',
    header: text.reviews.due,
    className: 'max-sm:hidden',
    cell: (row) => (row.dueAt ? <DueBadge dueAt={row.dueAt} /> : <span className="text-ink-faint">–</span>),
  },
  {
    id: 'opened',
    header: text.reviews.waiting,
    className: 'text-right text-ink-soft',
    cell: (row) => <Time at={row.openedAt} className="relative" />,
  },
]

/** What the list says of reviews that are over. */
export const DONE_COLUMNS: readonly Column<ReviewListItem>[] = [
  REVIEW,
  SUBJECT,
  WORKFLOW,
  {
    id: 'decision',
    header: text.reviews.decision,
    cell: (row) =>
      row.decision ? <Badge tone="plain">{humanize(row.decision)}</Badge> : <StatusBadge status={row.status} />,
  },
  {
    id: 'by',
    header: text.reviews.decidedBy,
    className: 'max-md:hidden max-w-48 truncate',
    cell: (row) => row.resolvedBy?.name ?? <span className="text-ink-faint">–</span>,
  },
  {
    id: 'resolved',
    header: text.reviews.decided,
    className: 'max-sm:hidden text-right text-ink-soft',
    cell: (row) => row.resolvedAt && <Time at={row.resolvedAt} className="relative" />,
  },
]
