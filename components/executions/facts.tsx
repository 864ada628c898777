'use client'

import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { exactTime } from '#components/ui/format-time.ts'
import type { ExecutionFact } from '#lib/contracts/executions.ts'

const FEW = 12

/** Everything that was recorded of an execution, the newest first. */
export function Facts({ facts, onSelect }: { facts: readonly ExecutionFact[]; onSelect(blockId: string): void }) {
  const [all, setAll] = useState(false)
  const newest = facts.toReversed()
  const shown = all ? newest : newest.slice(0, FEW)
  return (
    <Card aria-labelledby="facts-title" className="overflow-hidden">
      <CardHeader id="facts-title" title={text.executions.history} />
      <FactList facts={shown} onSelect={onSelect} />
      {newest.length > FEW && (
        <div className="border-t p-2">
          <Button variant="quiet" size="sm" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? text.executions.fewer : text.executions.allFacts(newest.length)}
          </Button>
        </div>
      )}
    </Card>
  )
}

/** Facts one below the other, each with its moment to the millisecond. */
export function FactList({
  facts,
  onSelect,
}: {
  facts: readonly ExecutionFact[]
  onSelect?: (blockId: string) => void
}) {
  return (
    <ol className="divide-y">
      {facts.map((fact, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts are appended, never changed, and may be equal
        <li key={`${fact.at}:${place}`} className="grid gap-x-3 px-4 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]">
          <time dateTime={fact.at} title={exactTime(Date.parse(fact.at))} className="tabular text-ink-soft text-sm">
            {clockTime(fact.at)}
          </time>
          <span className="wrap-anywhere min-w-0">
            {text.executions.factTypes[fact.type]}
            {fact.blockId !== null && fact.blockName !== null && onSelect && (
              <>
                {' · '}
                <button
                  type="button"
                  onClick={() => fact.blockId !== null && onSelect(fact.blockId)}
                  className="rounded-sm font-medium underline-offset-4 hover:underline"
                >
                  {fact.blockName}
                </button>
              </>
            )}
            {fact.visit !== null && fact.visit > 1 && ` · ${text.executions.visit(fact.visit)}`}
            {fact.note && <span className="text-ink-soft"> · {fact.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}

const CLOCK = new Intl.DateTimeFormat('en-GB', {
  ...({ day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const),
  fractionalSecondDigits: 3,
})

/** Day and time of day to the millisecond, in the time of the device. */
function clockTime(at: string): string {
  return CLOCK.format(Date.parse(at))
}
