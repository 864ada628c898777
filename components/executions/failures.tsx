'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import Link from 'next/link'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useEnvironment } from '#components/session/session.tsx'
import { type Column, DataTable, DataTableSkeleton } from '#components/ui/data-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { ROW_LINK } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import type { FailureGroup } from '#lib/contracts/executions.ts'
import { useFilters } from './filters.ts'
import { failureList } from './queries.ts'

const COLUMNS: readonly Column<FailureGroup>[] = [
  {
    id: 'failure',
    header: text.executions.failure,
    className: 'w-full min-w-40 max-w-0',
    cell: (group) => (
      <span className="grid">
        <Link href={`/executions?fingerprint=${group.fingerprint}`} className={ROW_LINK}>
          <span className="line-clamp-2 wrap-anywhere">{group.shape || group.code}</span>
        </Link>
        <span className="truncate text-ink-soft text-sm">
          {group.workflow.name}
          {group.blockId && (
            <>
              {' · '}
              <code className="font-mono text-xs">{group.blockId}</code>
            </>
          )}
          {' · '}
          <code className="font-mono text-xs">{group.code}</code>
        </span>
      </span>
    ),
  },
  {
    id: 'count',
    header: text.executions.howOften,
    className: 'text-right font-medium tabular',
    cell: (group) => group.count,
  },
  {
    id: 'first',
    header: text.executions.firstSeen,
    className: 'max-lg:hidden text-right text-ink-soft',
    cell: (group) => <Time at={group.firstAt} className="relative" />,
  },
  {
    id: 'last',
    header: text.executions.lastSeen,
    className: 'max-sm:hidden text-right text-ink-soft',
    cell: (group) => <Time at={group.lastAt} className="relative" />,
  },
]

/** Failed executions by what they have in common, the most frequent first; each leads to its executions. */
export function Failures() {
  const { filters } = useFilters()
  const [environment] = useEnvironment()
  const { data, error, refetch } = useQuery(failureList(environment, filters))
  if (!data && error) return <QueryError error={error} onRetry={() => void refetch()} />
  if (!data) return <DataTableSkeleton columns={COLUMNS} />
  if (data.data.length === 0) {
    return (
      <EmptyState icon={CircleCheck} title={text.executions.noFailures}>
        {text.executions.noFailuresBody}
      </EmptyState>
    )
  }
  return (
    <>
      {data.truncated && <Notice tone="busy" title={text.executions.truncated} className="m-3" />}
      <DataTable
        label={text.executions.failures}
        columns={COLUMNS}
        rows={data.data}
        rowId={({ fingerprint }) => fingerprint}
      />
    </>
  )
}
