'use client'

import { cn } from './cn.ts'
import { exactTime, formatDuration, relativeTime } from './format-time.ts'
import { Tooltip } from './tooltip.tsx'
import { useNow } from './use-now.ts'

/** A moment as distance from now; the exact time on hover and for screen readers. `at` is ISO 8601. */
export function Time({ at, className }: { at: string; className?: string }) {
  const now = useNow()
  const moment = Date.parse(at)
  return (
    <Tooltip content={exactTime(moment)}>
      <time dateTime={at} className={cn('whitespace-nowrap', className)}>
        {now === null ? exactTime(moment) : relativeTime(moment, now)}
      </time>
    </Tooltip>
  )
}

/** How long something took, or has been going on while `ms` is absent and `since` (ISO 8601) is given. */
export function Duration({ ms, since }: { ms: number | null; since?: string | null | undefined }) {
  const now = useNow()
  const length = ms ?? (since && now !== null ? Math.max(0, now - Date.parse(since)) : null)
  return <span className="tabular whitespace-nowrap">{length === null ? '–' : formatDuration(length)}</span>
}
