'use client'

import { ChevronDown, Search, X } from 'lucide-react'
import { useId, useState } from 'react'
import { useWorkflowOptions } from '#components/data/workflow-options.ts'
import { text } from '#components/messages/text.ts'
import { useEnvironment } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx'
import { controlLook, Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { EXECUTION_STATUSES } from '#lib/engine/state.ts'
import { isFiltered, TIMES, useFilters } from './filters.ts'
import { MoreFilters } from './more-filters.tsx'

/** Narrows the list; everything chosen stands in the address. */
export function ExecutionFilters() {
  const { filters, change, clear } = useFilters()
  const [environment] = useEnvironment()
  const workflows = useWorkflowOptions(environment)
  const runs = filters.show === 'runs'
  return (
    <search aria-label={text.executions.filters} className="mb-4 grid grid-cols-2 gap-2 md:flex md:flex-wrap">
      {runs && <SearchBox key={filters.q} value={filters.q} onSearch={(q) => change({ q })} />}
      {runs && <StatusFilter chosen={filters.status} onChange={(status) => change({ status })} />}
      <Select
        aria-label={text.executions.time}
        value={filters.time}
        onChange={(event) => change({ time: TIMES.find((time) => time === event.target.value) ?? 'any' })}
        className="md:w-40"
      >
        {TIMES.map((time) => (
          <option key={time} value={time}>
            {text.executions.times[time]}
          </option>
        ))}
      </Select>
      <Select
        aria-label={text.executions.workflow}
        value={filters.workflow}
        onChange={(event) => change({ workflow: event.target.value, version: null })}
        className="max-md:col-span-2 md:w-56"
      >
        <option value="">{text.executions.anyWorkflow}</option>
        {workflows.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      {runs && <MoreFilters />}
      {filters.time === 'custom' && <TimeRange />}
      {runs && filters.fingerprint !== '' && (
        <Button
          onClick={() => change({ fingerprint: '' })}
          aria-label={text.executions.remove(text.executions.oneFailure)}
        >
          {text.executions.oneFailure}
          <X aria-hidden="true" />
        </Button>
      )}
      {isFiltered(filters) && (
        <Button variant="quiet" onClick={clear} className="max-md:col-span-2">
          <X aria-hidden="true" />
          {text.executions.clear}
        </Button>
      )}
    </search>
  )
}

/** Searches on Enter or when left; holds only what is being typed. */
function SearchBox({ value, onSearch }: { value: string; onSearch(q: string): void }) {
  const [typed, setTyped] = useState(value)
  const id = useId()
  const search = () => {
    if (typed.trim() !== value) onSearch(typed.trim())
  }
  return (
    <form
      className="relative max-md:col-span-2 md:w-64"
      onSubmit={(event) => {
        event.preventDefault()
        search()
      }}
    >
      <Search aria-hidden="true" className="pointer-events-none absolute top-2.5 left-3 size-4 text-ink-soft" />
      <Input
        type="search"
        aria-label={text.executions.search}
        aria-describedby={id}
        placeholder={text.executions.search}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={search}
        className="pl-9"
      />
      <span id={id} className="sr-only">
        {text.executions.searchHelp}
      </span>
    </form>
  )
}

/** The two ends of a time that the presets do not have, in the time of the device. */
function TimeRange() {
  const { filters, change } = useFilters()
  return (
    <div className="flex flex-wrap gap-2 max-md:col-span-2">
      {(['from', 'to'] as const).map((end) => (
        <span key={end} className="flex items-center gap-2 text-ink-soft text-sm">
          <span aria-hidden="true">{text.executions.range[end]}</span>
          <Input
            type="datetime-local"
            aria-label={text.executions.range[end]}
            className="w-52 text-ink"
            value={localTime(filters[end])}
            onChange={({ target }) => change({ [end]: target.value === '' ? null : new Date(target.value) })}
          />
        </span>
      ))}
    </div>
  )
}

/** A moment as `datetime-local` inputs hold it. */
function localTime(at: Date | null): string {
  if (at === null) return ''
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

type Chosen = ReturnType<typeof useFilters>['filters']['status']

function StatusFilter({ chosen, onChange }: { chosen: Chosen; onChange(status: Chosen): void }) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`${text.executions.status}: ${summary(chosen)}`}
        className={cn(controlLook, 'flex h-9 items-center justify-between gap-2 text-left md:w-40')}
      >
        <span className="truncate">{summary(chosen)}</span>
        <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-ink-soft" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        {EXECUTION_STATUSES.map((status) => (
          <DropdownMenuCheckboxItem
            key={status}
            checked={chosen.includes(status)}
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(on) => onChange(on ? [...chosen, status] : chosen.filter((other) => other !== status))}
          >
            {text.status[status]}
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}

function summary(chosen: Chosen): string {
  const [only] = chosen
  if (only === undefined) return text.executions.anyStatus
  return chosen.length === 1 ? text.status[only] : text.executions.someStatuses(chosen.length)
}
