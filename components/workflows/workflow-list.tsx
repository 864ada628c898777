'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Search, SearchX, Workflow } from 'lucide-react'
import { debounce, parseAsString, useQueryState } from 'nuqs'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useEnvironment } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { DataTable, DataTableSkeleton } from '#components/ui/data-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Input } from '#components/ui/input.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { workflowList } from './queries.ts'
import { WORKFLOW_COLUMNS } from './workflow-table.tsx'

const TYPING_PAUSE_MS = 250

function useSearch() {
  return useQueryState('q', parseAsString.withDefault('').withOptions({ limitUrlUpdates: debounce(TYPING_PAUSE_MS) }))
}

/** Every workflow of the organization. */
export function WorkflowListScreen() {
  const [q, setQ] = useSearch()
  return (
    <>
      <PageHeader title={text.workflows.title} />
      <search className="relative mb-4 block sm:w-80">
        <Search aria-hidden="true" className="pointer-events-none absolute top-2.5 left-3 size-4 text-ink-soft" />
        <Input
          type="search"
          aria-label={text.workflows.search}
          placeholder={text.workflows.search}
          value={q}
          onChange={(event) => void setQ(event.target.value)}
          className="pl-9"
        />
      </search>
      <Card className="overflow-hidden">
        <Rows />
      </Card>
    </>
  )
}

function Rows() {
  const [q, setQ] = useSearch()
  const [environment] = useEnvironment()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    workflowList(environment, q.trim()),
  )
  if (!data && error) return <QueryError error={error} onRetry={() => void refetch()} />
  if (!data) return <DataTableSkeleton columns={WORKFLOW_COLUMNS} rows={5} />
  const rows = data.pages.flatMap((page) => page.data)
  if (rows.length === 0 && q !== '') {
    return (
      <EmptyState
        icon={SearchX}
        title={text.workflows.noMatch}
        action={<Button onClick={() => void setQ(null)}>{text.workflows.clear}</Button>}
      >
        {text.workflows.noMatchBody}
      </EmptyState>
    )
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={Workflow} title={text.workflows.empty}>
        {text.workflows.emptyBody}
      </EmptyState>
    )
  }
  return (
    <>
      <DataTable label={text.workflows.list} columns={WORKFLOW_COLUMNS} rows={rows} rowId={(row) => row.id} />
      {hasNextPage && (
        <div className="grid border-t p-2">
          <Button variant="quiet" pending={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {text.common.showMore}
          </Button>
        </div>
      )}
    </>
  )
}
