import type { ReactNode } from 'react'

/** A key to press. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid h-5 min-w-5 place-items-center rounded-sm border border-line-strong/50 bg-surface px-1 font-medium font-sans text-ink-soft text-xs">
      {children}
    </kbd>
  )
}
