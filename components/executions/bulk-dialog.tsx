'use client'

import { Check, CircleX, LoaderCircle, Minus } from 'lucide-react'
import { useRef, useState } from 'react'
import { explain } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { Dialog, DialogActions, DialogContent } from '#components/ui/dialog.tsx'
import type { ExecutionListItem } from '#lib/contracts/executions.ts'
import { type BulkAction, type BulkResult, type BulkResults, doToEach, fits } from './bulk.ts'
import { cancelExecution, runAgain } from './queries.ts'

const ACTS = { cancel: cancelExecution, again: (id: string) => runAgain(id, {}) }

/** Asks once more, then shows how far it is and what came of each row. */
export function BulkDialog({
  action,
  rows,
  onClose,
}: {
  action: BulkAction
  rows: readonly ExecutionListItem[]
  onClose(acted: boolean): void
}) {
  const words = text.executions.bulk[action]
  const [results, setResults] = useState<BulkResults | null>(null)
  const stopping = useRef(new AbortController())
  const fitting = rows.filter((row) => fits(action, row))
  const done = [...(results?.values() ?? [])].filter(({ state }) => state !== 'waiting' && state !== 'busy').length
  const finished = results !== null && done === rows.length

  const begin = () => {
    const rest = { state: 'skipped', reason: words.unfit } as const
    setResults(new Map(rows.map((row) => [row.id, fits(action, row) ? { state: 'waiting' } : rest])))
    const tell = (id: string, result: BulkResult) =>
      setResults((before) => new Map([...(before ?? []), [id, result] as const]))
    const ids = fitting.map(({ id }) => id)
    const reasonOf = (error: unknown) => explain(error).message
    const { signal } = stopping.current
    void doToEach(ids, ACTS[action], tell, { signal, reasonOf, stopped: text.executions.bulk.stopped })
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (open) return
        stopping.current.abort()
        onClose(results !== null)
      }}
    >
      <DialogContent title={words.title(fitting.length)} description={words.body}>
        {results && (
          <div className="mt-4 grid gap-2">
            <progress
              className="h-2 w-full overflow-hidden rounded-full bg-sunken accent-pen"
              aria-label={text.executions.bulk.progress(done, rows.length)}
              value={done}
              max={rows.length}
            />
            <p role="status" className="text-ink-soft text-sm">
              {text.executions.bulk.progress(done, rows.length)}
            </p>
          </div>
        )}
        <ul className="mt-3 max-h-72 divide-y overflow-y-auto rounded-md border">
          {rows.map((row) => (
            <Row key={row.id} row={row} result={results?.get(row.id)} unfit={fits(action, row) ? '' : words.unfit} />
          ))}
        </ul>
        <DialogActions>
          {!results && <Button onClick={() => onClose(false)}>{text.executions.notNow}</Button>}
          {!results && (
            <Button
              variant={action === 'cancel' ? 'danger' : 'primary'}
              disabled={fitting.length === 0}
              onClick={begin}
            >
              {words.begin(fitting.length)}
            </Button>
          )}
          {results && !finished && (
            <Button onClick={() => stopping.current.abort()}>{text.executions.bulk.stop}</Button>
          )}
          {finished && (
            <Button variant="primary" onClick={() => onClose(true)}>
              {text.executions.bulk.close}
            </Button>
          )}
        </DialogActions>
      </DialogContent>
    </Dialog>
  )
}

function Row({ row, result, unfit }: { row: ExecutionListItem; result: BulkResult | undefined; unfit: string }) {
  const said = result ? text.executions.bulk.states[result.state] : unfit
  return (
    <li className="grid gap-0.5 px-3 py-2">
      <span className="flex items-center justify-between gap-3">
        <span className="min-w-0 truncate">
          {row.workflow.name} <code className="font-mono text-ink-soft text-xs">{row.publicId}</code>
        </span>
        <span className="flex shrink-0 items-center gap-1.5 text-sm">
          {result && <Icon state={result.state} />}
          {said}
        </span>
      </span>
      {result && 'reason' in result && <span className="text-ink-soft text-sm">{result.reason}</span>}
    </li>
  )
}

const ICONS = {
  waiting: { icon: Minus, look: 'text-ink-faint' },
  busy: { icon: LoaderCircle, look: 'animate-spin text-busy' },
  done: { icon: Check, look: 'text-good' },
  skipped: { icon: Minus, look: 'text-ink-faint' },
  failed: { icon: CircleX, look: 'text-bad' },
} as const

function Icon({ state }: { state: BulkResult['state'] }) {
  const { icon: Shape, look } = ICONS[state]
  return <Shape aria-hidden="true" className={cn('size-4', look)} />
}
