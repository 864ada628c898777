'use client'

import { useQuery } from '@tanstack/react-query'
import { Activity, ChevronLeft, ChevronRight, SearchX } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useEnvironment, useMay } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { DataTable, DataTableSkeleton } from '#components/ui/data-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { ExecutionList, ExecutionListItem } from '#lib/contracts/executions.ts'
import { BulkBar } from './bulk-bar.tsx'
import { columnsOf } from './execution-table.tsx'
import { isFiltered, useFilters } from './filters.ts'
import { executionList } from './queries.ts'
import { SelectionProvider } from './selection.tsx'
import { rememberTrail } from './trail.ts'

/** The page of executions that the filters find, with tick boxes for whoever may change them. */
export function ExecutionRows() {
  const { filters, clear } = useFilters()
  const [environment] = useEnvironment()
  const choosing = useMay('workflows:execute')
  const columns = useMemo(() => columnsOf(filters.columns, choosing), [filters.columns, choosing])
  const { data, error, refetch, isPlaceholderData } = useQuery(executionList(environment, filters))

  if (!data && error) return <QueryError error={error} onRetry={() => void refetch()} />
  if (!data) return <DataTableSkeleton columns={columns} />
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
      <Rows page={data} columns={columns} />
    </div>
  )
}

function Rows({ page, columns }: { page: ExecutionList; columns: ReturnType<typeof columnsOf> }) {
  const { filters, turnTo } = useFilters()
  const [chosen, setChosen] = useState<ReadonlyMap<string, ExecutionListItem>>(new Map())
  const choose = (rows: readonly ExecutionListItem[]) => setChosen(new Map(rows.map((row) => [row.id, row])))
  // The list renews itself: what is chosen is judged by where it stands now.
  const current = useMemo(() => {
    const fresh = new Map(page.data.map((row) => [row.id, row]))
    return new Map([...chosen].map(([id, row]) => [id, fresh.get(id) ?? row]))
  }, [chosen, page])
  const selection = useMemo(
    () => ({
      chosen: current,
      toggle: (row: ExecutionListItem) =>
        setChosen((before) =>
          before.has(row.id)
            ? new Map([...before].filter(([id]) => id !== row.id))
            : new Map([...before, [row.id, row]]),
        ),
    }),
    [current],
  )
  useEffect(() => rememberTrail(page.data.map(({ id }) => id)), [page])
  return (
    <SelectionProvider value={selection}>
      {current.size > 0 && <BulkBar chosen={current} page={page.data} onChoose={choose} />}
      <DataTable label={text.executions.list} columns={columns} rows={page.data} rowId={(row) => row.id} />
      {(filters.cursor !== '' || page.nextCursor !== null) && (
        <nav aria-label={text.executions.pages} className="flex justify-between border-t p-2">
          <Button variant="quiet" disabled={filters.cursor === ''} onClick={() => turnTo(null)}>
            <ChevronLeft aria-hidden="true" />
            {text.executions.newer}
          </Button>
          <Button variant="quiet" disabled={page.nextCursor === null} onClick={() => turnTo(page.nextCursor)}>
            {text.executions.older}
            <ChevronRight aria-hidden="true" />
          </Button>
        </nav>
      )}
    </SelectionProvider>
  )
}
