'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { CheckCheck, Inbox, SearchX } from 'lucide-react'
import { QueryError } from '#components/data/query-error.tsx'
import { useWorkflowOptions } from '#components/data/workflow-options.ts'
import { text } from '#components/messages/text.ts'
import { useEnvironment } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { DataTable, DataTableSkeleton } from '#components/ui/data-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Select } from '#components/ui/select.tsx'
import { Tab, TabPanel, Tabs, TabsList } from '#components/ui/tabs.tsx'
import { REVIEW_KINDS } from '#lib/contracts/reviews.ts'
import { TABS, useReviewFilters } from './filters.ts'
import { reviewList } from './queries.ts'
import { DONE_COLUMNS, OPEN_COLUMNS } from './review-table.tsx'

/** The officer's queue: what waits, and what was decided. */
export function ReviewQueueScreen() {
  const { filters, change } = useReviewFilters()
  return (
    <>
      <PageHeader title={text.reviews.title} description={text.reviews.lead} />
      <Tabs value={filters.tab} onValueChange={(value) => change({ tab: TABS.find((tab) => tab === value) ?? 'all' })}>
        <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
          <TabsList className="max-sm:w-full">
            {TABS.map((tab) => (
              <Tab key={tab} value={tab}>
                {text.reviews[tab]}
              </Tab>
            ))}
          </TabsList>
          <Filters />
        </div>
        <TabPanel value={filters.tab}>
          <Card className="overflow-hidden">
            <Queue />
          </Card>
        </TabPanel>
      </Tabs>
    </>
  )
}

function Filters() {
  const { filters, change } = useReviewFilters()
  const [environment] = useEnvironment()
  const workflows = useWorkflowOptions(environment)
  return (
    <div className="grid grid-cols-2 gap-2 max-sm:w-full sm:flex">
      <Select
        aria-label={text.reviews.kind}
        value={filters.kind}
        onChange={(event) => change({ kind: REVIEW_KINDS.find((kind) => kind === event.target.value) ?? '' })}
        className="sm:w-36"
      >
        <option value="">{text.reviews.anyKind}</option>
        {REVIEW_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {text.reviews.kinds[kind]}
          </option>
        ))}
      </Select>
      <Select
        aria-label={text.reviews.workflow}
        value={filters.workflow}
        onChange={(event) => change({ workflow: event.target.value })}
        className="sm:w-52"
      >
        <option value="">{text.reviews.anyWorkflow}</option>
        {workflows.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </div>
  )
}

function Queue() {
  const { filters, isFiltered, clear } = useReviewFilters()
  const [environment] = useEnvironment()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    reviewList(environment, filters),
  )
  const columns = filters.tab !== 'done' ? OPEN_COLUMNS : DONE_COLUMNS

  if (!data && error) return <QueryError error={error} onRetry={() => void refetch()} />
  if (!data) return <DataTableSkeleton columns={columns} />
  const rows = data.pages.flatMap((page) => page.data)
  if (rows.length === 0 && isFiltered) {
    return (
      <EmptyState
        icon={SearchX}
        title={text.reviews.noMatch}
        action={<Button onClick={clear}>{text.reviews.clear}</Button>}
      >
        {text.reviews.noMatchBody}
      </EmptyState>
    )
  }
  if (rows.length === 0 && filters.tab !== 'done') {
    return (
      <EmptyState icon={CheckCheck} title={text.reviews.allDone}>
        {text.reviews.allDoneBody}
      </EmptyState>
    )
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={Inbox} title={text.reviews.doneEmpty}>
        {text.reviews.doneEmptyBody}
      </EmptyState>
    )
  }
  return (
    <>
      <DataTable label={text.reviews.list} columns={columns} rows={rows} rowId={(row) => row.pauseId} />
      {hasNextPage && (
        <div className="grid border-t p-2">
          <Button variant="quiet" pending={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {text.reviews.more}
          </Button>
        </div>
      )}
    </>
  )
}
