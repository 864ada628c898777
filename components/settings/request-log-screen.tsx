'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, ScrollText, Search, SearchX, X } from 'lucide-react'
import { useState } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useEnvironment } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { DataTableSkeleton } from '#components/ui/data-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Input } from '#components/ui/input.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Select } from '#components/ui/select.tsx'
import { CALL_RESULTS, PUBLIC_APIS } from '#lib/contracts/request-log.ts'
import { CallSheet } from './call-sheet.tsx'
import { CALL_COLUMNS, CallTable } from './call-table.tsx'
import { callList, useCallFilters } from './request-log-queries.ts'

/** What programs have called, newest first. */
export function RequestLogScreen() {
  return (
    <>
      <PageHeader title={text.requestLog.title} description={text.requestLog.intro} />
      <Filters />
      <Card className="overflow-hidden">
        <Rows />
      </Card>
      <CallSheet />
    </>
  )
}

function Filters() {
  const { filters, change, clear } = useCallFilters()
  const filtered = filters.api !== '' || filters.result !== '' || filters.q !== ''
  return (
    <search aria-label={text.requestLog.filters} className="mb-4 grid grid-cols-2 gap-2 md:flex md:flex-wrap">
      <SearchBox key={filters.q} value={filters.q} onSearch={(q) => change({ q })} />
      <Select
        aria-label={text.requestLog.api}
        value={filters.api}
        className="md:w-40"
        onChange={(event) => change({ api: PUBLIC_APIS.find((api) => api === event.target.value) ?? '' })}
      >
        <option value="">{text.requestLog.anyApi}</option>
        {PUBLIC_APIS.map((api) => (
          <option key={api} value={api}>
            {text.requestLog.apis[api]}
          </option>
        ))}
      </Select>
      <Select
        aria-label={text.requestLog.result}
        value={filters.result}
        className="md:w-40"
        onChange={(event) => change({ result: CALL_RESULTS.find((result) => result === event.target.value) ?? '' })}
      >
        <option value="">{text.requestLog.anyResult}</option>
        {CALL_RESULTS.map((result) => (
          <option key={result} value={result}>
            {text.requestLog.results[result]}
          </option>
        ))}
      </Select>
      {filtered && (
        <Button variant="quiet" onClick={clear} className="max-md:col-span-2">
          <X aria-hidden="true" />
          {text.requestLog.clear}
        </Button>
      )}
    </search>
  )
}

/** Searches on Enter or when left; holds only what is being typed. */
function SearchBox({ value, onSearch }: { value: string; onSearch(q: string): void }) {
  const [typed, setTyped] = useState(value)
  const search = () => {
    if (typed.trim() !== value) onSearch(typed.trim())
  }
  return (
    <form
      className="relative max-md:col-span-2 md:w-72"
      onSubmit={(event) => {
        event.preventDefault()
        search()
      }}
    >
      <Search aria-hidden="true" className="pointer-events-none absolute top-2.5 left-3 size-4 text-ink-soft" />
      <Input
        type="search"
        aria-label={text.requestLog.search}
        placeholder={text.requestLog.search}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={search}
        className="pl-9"
      />
    </form>
  )
}

function Rows() {
  const { filters, change, open } = useCallFilters()
  const [environment] = useEnvironment()
  const { data, error, refetch, isPlaceholderData } = useQuery(callList(environment, filters))
  const filtered = filters.api !== '' || filters.result !== '' || filters.q !== ''

  if (!data && error) return <QueryError error={error} onRetry={() => void refetch()} />
  if (!data) return <DataTableSkeleton columns={CALL_COLUMNS} />
  if (data.data.length === 0) {
    return (
      <EmptyState
        icon={filtered ? SearchX : ScrollText}
        title={filtered ? text.requestLog.noMatch : text.requestLog.empty}
      >
        {filtered ? text.requestLog.noMatchBody : text.requestLog.emptyBody}
      </EmptyState>
    )
  }
  return (
    <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60 transition-opacity' : undefined}>
      <CallTable rows={data.data} onOpen={open} />
      {(filters.cursor !== '' || data.nextCursor !== null) && (
        <nav aria-label={text.requestLog.pages} className="flex justify-between border-t p-2">
          <Button variant="quiet" disabled={filters.cursor === ''} onClick={() => change({ cursor: '' })}>
            <ChevronLeft aria-hidden="true" />
            {text.requestLog.newest}
          </Button>
          <Button
            variant="quiet"
            disabled={data.nextCursor === null}
            onClick={() => change({ cursor: data.nextCursor ?? '' })}
          >
            {text.requestLog.older}
            <ChevronRight aria-hidden="true" />
          </Button>
        </nav>
      )}
    </div>
  )
}
