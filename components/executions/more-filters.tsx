'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, SlidersHorizontal, X } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { text } from '#components/messages/text.ts'
import { useEnvironment, useSession } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { Label } from '#components/ui/label.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx'
import { Select } from '#components/ui/select.tsx'
import { TRIGGERS } from '#lib/contracts/executions.ts'
import { hasMore, useFilters } from './filters.ts'
import { starterList } from './queries.ts'

const MOST_INPUTS = 5

/** The filters that are needed less often: version, how and by whom it was started, values of the input. */
export function MoreFilters() {
  const { filters, change } = useFilters()
  const many = hasMore(filters)
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button>
          <SlidersHorizontal aria-hidden="true" />
          {many === 0 ? text.executions.more : text.executions.moreSet(many)}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" aria-label={text.executions.more} className="grid gap-4 p-4">
        <Filter label={text.executions.through}>
          {(control) => (
            <Select
              {...control}
              value={filters.trigger ?? ''}
              onChange={({ target }) => change({ trigger: TRIGGERS.find((name) => name === target.value) ?? null })}
            >
              <option value="">{text.executions.anyTrigger}</option>
              {TRIGGERS.map((trigger) => (
                <option key={trigger} value={trigger}>
                  {text.executions.triggers[trigger]}
                </option>
              ))}
            </Select>
          )}
        </Filter>
        <StarterFilter />
        <Filter
          label={text.executions.version}
          help={filters.workflow === '' ? text.executions.versionHelp : undefined}
        >
          {(control) => (
            <Input
              {...control}
              type="number"
              min={1}
              disabled={filters.workflow === ''}
              value={filters.version ?? ''}
              onChange={({ target }) => change({ version: target.value === '' ? null : Number(target.value) })}
            />
          )}
        </Filter>
        <InputFilters />
      </PopoverContent>
    </Popover>
  )
}

function Filter({
  label,
  help,
  children,
}: {
  label: string
  help?: string | undefined
  children(control: { id: string; 'aria-describedby': string | undefined }): ReactNode
}) {
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      {help && (
        <p id={`${id}-help`} className="text-ink-soft text-sm">
          {help}
        </p>
      )}
      {children({ id, 'aria-describedby': help && `${id}-help` })}
    </div>
  )
}

function StarterFilter() {
  const { filters, change } = useFilters()
  const [environment] = useEnvironment()
  const { user } = useSession()
  const { data } = useQuery(starterList(environment))
  const known = [{ id: user.id, label: text.executions.me }, ...(data?.data ?? [])]
  return (
    <Filter label={text.executions.starter}>
      {(control) => (
        <Select {...control} value={filters.starter} onChange={({ target }) => change({ starter: target.value })}>
          <option value="">{text.executions.anyStarter}</option>
          {known.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
          {filters.starter !== '' && known.every(({ id }) => id !== filters.starter) && (
            <option value={filters.starter}>{filters.starter}</option>
          )}
        </Select>
      )}
    </Filter>
  )
}

/** Values of the input that must all fit, each whole. */
function InputFilters() {
  const { filters, change } = useFilters()
  const [path, setPath] = useState('')
  const [value, setValue] = useState('')
  const add = () => {
    change({ input: [...filters.input, `${path.trim()}=${value.trim()}`] })
    setPath('')
    setValue('')
  }
  const ready = /^[^=\s]+$/.test(path.trim()) && value.trim() !== '' && filters.input.length < MOST_INPUTS
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium">{text.executions.inputValue}</legend>
      <p className="text-ink-soft text-sm">{text.executions.inputValueHelp}</p>
      {filters.input.map((filter) => (
        <span key={filter} className="flex items-center justify-between gap-2 rounded-md bg-sunken px-2">
          <code className="min-w-0 truncate font-mono text-sm">{filter}</code>
          <Button
            variant="quiet"
            size="icon-sm"
            aria-label={text.executions.remove(filter)}
            onClick={() => change({ input: filters.input.filter((other) => other !== filter) })}
          >
            <X aria-hidden="true" />
          </Button>
        </span>
      ))}
      <form
        className="grid grid-cols-[1fr_1fr_auto] gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) add()
        }}
      >
        <Input
          aria-label={text.executions.inputPath}
          placeholder="address.country"
          value={path}
          onChange={({ target }) => setPath(target.value)}
        />
        <Input
          aria-label={text.executions.inputEquals}
          placeholder="DE"
          value={value}
          onChange={({ target }) => setValue(target.value)}
        />
        <Button type="submit" size="icon" disabled={!ready} aria-label={text.executions.inputAdd}>
          <Plus aria-hidden="true" />
        </Button>
      </form>
    </fieldset>
  )
}
