'use client'

import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '#components/messages/text.ts'
import type { Json } from '#lib/engine/json.ts'
import { cn } from './cn.ts'
import { CopyButton } from './copy-button.tsx'

const LONG_LIST = 25
const LONG_TEXT = 240

/** A JSON value as a tree that folds, with a button that copies it whole. */
export function JsonView({
  value,
  label,
  openDepth = 2,
  className,
}: {
  value: Json
  label: string
  /** How many levels stand open at first. */
  openDepth?: number
  className?: string
}) {
  return (
    <figure aria-label={label} className={cn('relative rounded-md border bg-sunken', className)}>
      <div className="overflow-x-auto p-3 pr-11 font-mono text-sm leading-6">
        <Branch value={value} levels={openDepth} />
      </div>
      <CopyButton value={JSON.stringify(value, null, 2)} label={label} className="absolute top-1.5 right-1.5" />
    </figure>
  )
}

function Branch({ name, value, levels }: { name?: string; value: Json; levels: number }) {
  const members = membersOf(value)
  if (members.length === 0) {
    return (
      <Line>
        <Name name={name} />
        <Leaf value={value} />
      </Line>
    )
  }
  const brackets = Array.isArray(value) ? text.json.items(members.length) : text.json.entries(members.length)
  return (
    <details open={levels > 0 && members.length <= LONG_LIST} className="group/json">
      <summary className="flex list-none items-start gap-1 rounded-sm hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="mt-1 size-4 shrink-0 text-ink-faint transition-transform [details[open]>summary>&]:rotate-90"
        />
        <span>
          <Name name={name} />
          <span className="text-ink-faint">{brackets}</span>
        </span>
      </summary>
      <div className="ml-2 border-l pl-2">
        {members.map(([key, member]) => (
          <Branch key={key} name={key} value={member} levels={levels - 1} />
        ))}
      </div>
    </details>
  )
}

function membersOf(value: Json): [string, Json][] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value)
}

function Line({ children }: { children: ReactNode }) {
  return <div className="flex items-start gap-1 pl-5">{children}</div>
}

function Name({ name }: { name: string | undefined }) {
  return name === undefined ? null : <span className="shrink-0 text-ink-soft">{name}: </span>
}

function Leaf({ value }: { value: Json }) {
  if (typeof value === 'string') {
    const long = value.length > LONG_TEXT
    return (
      <span
        className={cn('wrap-anywhere whitespace-pre-wrap text-good', long && 'line-clamp-3')}
        title={long ? value : undefined}
      >
        {value}
      </span>
    )
  }
  if (typeof value === 'number') return <span className="text-busy">{value}</span>
  if (typeof value === 'boolean') return <span className="text-pen">{String(value)}</span>
  if (value === null) return <span className="text-ink-faint">{text.json.none}</span>
  return <span className="text-ink-faint">{Array.isArray(value) ? text.json.items(0) : text.json.entries(0)}</span>
}
