'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Archive, Search, SearchX, Workflow } from 'lucide-react'
import { debounce, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs'
import type { ReactNode } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useEnvironment, useMay } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { DataTable, DataTableSkeleton } from '#components/ui/data-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Input } from '#components/ui/input.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { ToggleGroup } from '#components/ui/toggle-group.tsx'
import { NewWorkflow } from './new-workflow.tsx'
import { workflowList } from './queries.ts'
import { WORKFLOW_COLUMNS } from './workflow-table.tsx'

const TYPING_PAUSE_MS = 250
const SHOWN = ['current', 'archived'] as const

function useSearch() {
  return useQueryState('q', parseAsString.withDefault('').withOptions({ limitUrlUpdates: debounce(TYPING_PAUSE_MS) }))
}

function useShown() {
  return useQueryState('show', parseAsStringLiteral(SHOWN).withDefault('current'))
}

/** Every workflow of the organization, and ways to make another. */
export function WorkflowListScreen() {
  const [q, setQ] = useSearch()
  const [shown, setShown] = useShown()
  const mayWrite = useMay('workflows:write')
  return (
    <>
      <PageHeader title={text.workflows.title} actions={mayWrite && <NewWorkflow />} />
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <search className="relative block min-w-0 max-sm:w-full sm:w-80">
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
        <ToggleGroup
          label={text.workflows.show}
          value={shown}
          onChange={(chosen) => void setShown(chosen)}
          options={SHOWN.map((value) => ({ value, label: text.workflows.shown[value] }))}
        />
      </div>
      <Card className="overflow-hidden">
        <Rows />
      </Card>
    </>
  )
}

function Rows() {
  const [q] = useSearch()
  const [shown] = useShown()
  const [environment] = useEnvironment()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    workflowList(environment, { q: q.trim(), archived: shown === 'archived' }),
  )
  if (!data && error) return <QueryError error={error} onRetry={() => void refetch()} />
  if (!data) return <DataTableSkeleton columns={WORKFLOW_COLUMNS} rows={5} />
  const rows = data.pages.flatMap((page) => page.data)
  if (rows.length === 0) return <Nothing />
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

/** Why there is no row, and what to do about it. */
function Nothing(): ReactNode {
  const [q, setQ] = useSearch()
  const [shown] = useShown()
  const mayWrite = useMay('workflows:write')
  if (q !== '') {
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
  if (shown === 'archived') {
    return (
      <EmptyState icon={Archive} title={text.workflows.archivedEmpty}>
        {text.workflows.archivedEmptyBody}
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={Workflow} title={text.workflows.empty} action={mayWrite && <NewWorkflow />}>
      {mayWrite ? text.workflows.emptyBody : text.workflows.emptyReaderBody}
    </EmptyState>
  )
}
