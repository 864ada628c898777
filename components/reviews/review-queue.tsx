'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { CheckCheck, Hand, Inbox, SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { useWorkflowOptions } from '#components/data/workflow-options.ts'
import { text } from '#components/messages/text.ts'
import { useEnvironment, useMay } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { DataTable, DataTableSkeleton } from '#components/ui/data-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { type PageCommand, useOfferCommands } from '#components/ui/page-commands.ts'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Select } from '#components/ui/select.tsx'
import { Tab, TabPanel, Tabs, TabsList } from '#components/ui/tabs.tsx'
import { REVIEW_KINDS, REVIEW_TABS } from '#lib/contracts/reviews.ts'
import { useReviewFilters } from './filters.ts'
import { reviewCounts, reviewList, useReviewers } from './queries.ts'
import { DONE_COLUMNS, OPEN_COLUMNS } from './review-table.tsx'
import { useGoNext } from './use-go-next.ts'

/** The officer's queue: what waits, and what was decided. */
export function ReviewQueueScreen() {
  const { filters, change } = useReviewFilters()
  const [environment] = useEnvironment()
  const { data: counts } = useQuery(reviewCounts(environment))
  return (
    <>
      <PageHeader title={text.reviews.title} description={text.reviews.lead} actions={<TakeNext />} />
      <Tabs
        value={filters.tab}
        onValueChange={(value) => change({ tab: REVIEW_TABS.find((tab) => tab === value) ?? 'all' })}
      >
        <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
          <TabsList className="max-sm:w-full">
            {REVIEW_TABS.map((tab) => (
              <Tab key={tab} value={tab}>
                {text.reviews[tab]}
                {counts && tab !== 'done' && (
                  <span className="tabular text-ink-faint text-sm">
                    {text.reviews.tabCount(counts[tab], counts.most)}
                  </span>
                )}
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

/** Takes the most pressing case in hand and opens it. */
function TakeNext() {
  const [environment] = useEnvironment()
  const mayDecide = useMay('reviews:decide')
  const { take, pending } = useGoNext(environment)
  const commands = useMemo<PageCommand[]>(() => {
    const { group, next } = text.reviews.commands
    return mayDecide ? [{ id: 'next', label: next, group, keys: ['n'], enabled: true, run: take }] : []
  }, [mayDecide, take])
  useOfferCommands(commands)
  if (!mayDecide) return null
  return (
    <Button variant="primary" pending={pending} onClick={take}>
      {text.reviews.takeNext}
      <Kbd>n</Kbd>
    </Button>
  )
}

function Filters() {
  const { filters, change } = useReviewFilters()
  const [environment] = useEnvironment()
  const workflows = useWorkflowOptions(environment)
  const people = useReviewers()
  return (
    <div className="grid grid-cols-2 gap-2 max-sm:w-full sm:flex">
      {filters.tab === 'all' && (
        <Select
          aria-label={text.reviews.assignee}
          value={filters.assignee}
          onChange={(event) => change({ assignee: event.target.value })}
          className="sm:w-40"
        >
          <option value="">{text.reviews.anyAssignee}</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
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
  if (rows.length === 0 && filters.tab === 'mine') {
    return (
      <EmptyState icon={Hand} title={text.reviews.mineEmpty}>
        {text.reviews.mineEmptyBody}
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
