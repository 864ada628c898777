'use client'

import { text } from '#components/messages/text.ts'
import { cn } from '#components/ui/cn.ts'
import { STATUS_LOOKS, StatusBadge } from '#components/ui/status-badge.tsx'
import { Duration } from '#components/ui/time.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { BlockRunView } from '#lib/contracts/executions.ts'
import { toBars } from './bars.ts'

const BAR_TONES = { good: 'bg-good', wait: 'bg-wait', bad: 'bg-bad', busy: 'bg-busy', idle: 'bg-line-strong' } as const

/** Block runs in the order they started, each with when and for how long it worked. */
export function Timeline({
  runs,
  selected,
  onSelect,
}: {
  runs: readonly BlockRunView[]
  selected: string | undefined
  onSelect(blockId: string): void
}) {
  const now = useNow()
  const bars = new Map(toBars(runs, now ?? 0).map((bar) => [bar.run, bar]))
  return (
    <ol className="divide-y">
      {runs.map((run) => {
        const bar = bars.get(run)
        return (
          <li
            key={`${run.blockId}:${run.visit}`}
            className={cn(
              'relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 px-4 py-2 hover:bg-hover/60 sm:grid-cols-[minmax(0,14rem)_minmax(4rem,1fr)_5.5rem_8rem]',
              selected === run.blockId && 'bg-pen-wash hover:bg-pen-wash',
            )}
          >
            <button
              type="button"
              aria-pressed={selected === run.blockId}
              onClick={() => onSelect(run.blockId)}
              className="truncate rounded-sm text-left font-medium after:absolute after:inset-0"
            >
              {run.blockName}
              {run.visit > 1 && (
                <span className="font-normal text-ink-soft"> · {text.executions.visit(run.visit)}</span>
              )}
            </button>
            <span aria-hidden="true" className="relative h-2 rounded-full bg-sunken max-sm:hidden">
              {bar && bar.queue > 0 && (
                <span
                  className="absolute inset-y-0.75 rounded-full bg-line-strong/60"
                  style={{ left: `${bar.left - bar.queue}%`, width: `${bar.queue}%` }}
                />
              )}
              {bar && (
                <span
                  className={cn('absolute inset-y-0 rounded-full', toneOf(run))}
                  style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
                />
              )}
            </span>
            <span className="text-right text-ink-soft text-sm max-sm:hidden">
              {run.startedAt && <Duration ms={run.durationMs} since={run.startedAt} />}
            </span>
            <span className="justify-self-end sm:justify-self-start">
              <StatusBadge status={run.status} />
            </span>
          </li>
        )
      })}
    </ol>
  )
}

function toneOf(run: BlockRunView): string {
  const { tone } = STATUS_LOOKS[run.status]
  return tone === 'pen' || tone === 'plain' ? BAR_TONES.idle : BAR_TONES[tone]
}
