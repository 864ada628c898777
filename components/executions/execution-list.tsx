'use client'

import { useQuery } from '@tanstack/react-query'
import { Activity, ChevronLeft, ChevronRight, SearchX } from 'lucide-react'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useEnvironment } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { DataTable, DataTableSkeleton } from '#components/ui/data-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { ExecutionFilters } from './execution-filters.tsx'
import { EXECUTION_COLUMNS } from './execution-table.tsx'
import { isFiltered, useFilters } from './filters.ts'
import { executionList } from './queries.ts'

/** Every execution of the environment, newest first. */
export function ExecutionListScreen() {
  return (
    <>
      <PageHeader title={text.executions.title} />
      <ExecutionFilters />
      <Card className="overflow-hidden">
        <Rows />
      </Card>
    </>
  )
}

function Rows() {
  const { filters, clear, turnTo } = useFilters()
  const [environment] = useEnvironment()
  const { data, error, refetch, isPlaceholderData } = useQuery(executionList(environment, filters))

  if (!data && error) return <QueryError error={error} onRetry={() => void refetch()} />
  if (!data) return <DataTableSkeleton columns={EXECUTION_COLUMNS} />
  if (data.data.length === 0 && isFiltered(filters)) {
    return (
      <EmptyState
        icon={SearchX}
        title={text.executions.noMatch}
        action={<Button onClick={clear}>{text.executions.clear}</Button>}
      >
        {text.executions.noMatchBody}
      </EmptyState>
    )
  }
  if (data.data.length === 0) {
    return (
      <EmptyState icon={Activity} title={text.executions.empty}>
        {text.executions.emptyBody}
      </EmptyState>
    )
  }
  return (
    <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60 transition-opacity' : undefined}>
      <DataTable label={text.executions.list} columns={EXECUTION_COLUMNS} rows={data.data} rowId={(row) => row.id} />
      {(filters.cursor !== '' || data.nextCursor !== null) && (
        <nav aria-label={text.executions.pages} className="flex justify-between border-t p-2">
          <Button variant="quiet" disabled={filters.cursor === ''} onClick={() => turnTo(null)}>
            <ChevronLeft aria-hidden="true" />
            {text.executions.newer}
          </Button>
          <Button variant="quiet" disabled={data.nextCursor === null} onClick={() => turnTo(data.nextCursor)}>
            {text.executions.older}
            <ChevronRight aria-hidden="true" />
          </Button>
        </nav>
      )}
    </div>
  )
}
