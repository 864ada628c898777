import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export type KeyValue = { label: string; value: ReactNode }

/** Names and values side by side, one below the other on narrow screens. */
export function KeyValues({ items, className }: { items: readonly KeyValue[]; className?: string }) {
  return (
    <dl className={cn('grid gap-x-4 gap-y-2 sm:grid-cols-[fit-content(11rem)_minmax(0,1fr)]', className)}>
      {items.map((item) => (
        <div key={item.label} className="grid gap-x-4 gap-y-0.5 sm:col-span-2 sm:grid-cols-subgrid">
          <dt className="min-w-28 text-ink-soft text-sm">{item.label}</dt>
          <dd className="wrap-anywhere min-w-0 text-ink">{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
