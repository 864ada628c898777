import { useEffect, useRef } from 'react'
import { text } from '#components/messages/text.ts'
import { cn } from '#components/ui/cn.ts'
import { Spinner } from '#components/ui/spinner.tsx'
import type { Line } from './talk.ts'

/** What both sides have said; new lines are read out and scrolled into view. */
export function Transcript({ lines, pending }: { lines: readonly Line[]; pending: boolean }) {
  const end = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves when there is more to see
  useEffect(() => {
    // Newer browsers answer with a promise, which is no clean-up.
    void end.current?.scrollIntoView({ block: 'nearest' })
  }, [lines.length, pending])

  return (
    <div
      role="log"
      aria-label={text.chat.transcript}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto p-4"
    >
      <ol className="grid gap-3">
        {lines.map((line) => (
          <Bubble key={line.id} line={line} />
        ))}
      </ol>
      <div role="status" className="mt-3 flex min-h-5 items-center gap-2 text-ink-soft text-sm">
        {pending && (
          <>
            <Spinner /> {text.chat.thinking}
          </>
        )}
      </div>
      <div ref={end} />
    </div>
  )
}

function Bubble({ line: { by, text: words } }: { line: Line }) {
  const own = by === 'you'
  return (
    <li className={cn('grid max-w-[85%] gap-0.5', own ? 'justify-items-end justify-self-end' : 'justify-self-start')}>
      <span className="text-ink-soft text-xs">{own ? text.chat.you : text.chat.workflow}</span>
      <p
        className={cn(
          'wrap-anywhere whitespace-pre-wrap rounded-lg px-3 py-2',
          own ? 'rounded-tr-sm bg-pen-wash text-ink' : 'rounded-tl-sm bg-sunken text-ink',
        )}
      >
        {words}
      </p>
    </li>
  )
}
