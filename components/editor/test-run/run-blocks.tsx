'use client'

import { ChevronRight, History } from 'lucide-react'
import { BlockIcon } from '#components/graph/block-icon.tsx'
import { handleLabel, lookOf } from '#components/graph/block-look.ts'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import { cn } from '#components/ui/cn.ts'
import { JsonView } from '#components/ui/json-view.tsx'
import { KeyValues } from '#components/ui/key-values.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { Duration, Time } from '#components/ui/time.tsx'
import type { BlockRunView, ExecutionDetail } from '#lib/contracts/executions.ts'
import { indexGraph } from '#lib/engine/graph.ts'
import { useEditor } from '../editor-context.tsx'

/** Every block of a test run in the order of starting; the one selected on the canvas stands open. */
export function RunBlocks({ detail, stale }: { detail: ExecutionDetail; stale: ReadonlySet<string> }) {
  const { selection, select } = useEditor()
  const [selected] = selection.blockIds
  const index = indexGraph(detail.graph)
  const runs = detail.blockRuns.filter(({ status }) => status !== 'skipped')
  return (
    <ol aria-label={text.testRun.blocks} className="divide-y border-y">
      {runs.map((run) => {
        const block = index.blocks.get(run.blockId)
        const open = selected === run.blockId
        return (
          <li key={`${run.blockId}:${run.visit}`}>
            <button
              type="button"
              aria-expanded={open}
              onClick={() => select({ blockIds: open ? [] : [run.blockId] })}
              className="flex w-full items-center gap-2.5 px-4 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2"
            >
              <ChevronRight
                aria-hidden="true"
                className={cn('size-4 shrink-0 text-ink-faint transition-transform', open && 'rotate-90')}
              />
              {block && <BlockIcon name={lookOf(block, index).icon} className="size-4 shrink-0 text-ink-soft" />}
              <span className="min-w-0 flex-1 truncate font-medium">
                {run.blockName}
                {run.visit > 1 && (
                  <span className="ml-1.5 font-normal text-ink-soft">{text.testRun.visit(run.visit)}</span>
                )}
              </span>
              {stale.has(run.blockId) && (
                <Badge tone="wait" icon={History}>
                  {text.testRun.stale}
                </Badge>
              )}
              <StatusBadge status={run.status} />
            </button>
            {open && <RunDetail run={run} detail={detail} stale={stale.has(run.blockId)} />}
          </li>
        )
      })}
    </ol>
  )
}

function RunDetail({ run, detail, stale }: { run: BlockRunView; detail: ExecutionDetail; stale: boolean }) {
  const log = detail.facts.filter(
    ({ blockId, visit, note }) => blockId === run.blockId && visit === run.visit && note !== null,
  )
  return (
    <div className="grid gap-3 px-4 pb-4">
      {stale && <p className="text-sm text-wait">{text.testRun.staleHelp}</p>}
      {run.kept && <Notice tone="busy" title={text.testRun.kept} />}
      {run.error && (
        <Notice tone={run.errorHandled ? 'wait' : 'bad'} title={run.error.message}>
          <code className="font-mono text-sm">{run.error.code}</code>
          {run.errorHandled && ` · ${text.testRun.handled}`}
        </Notice>
      )}
      {!run.kept && (
        <KeyValues
          items={[
            { label: text.testRun.took, value: <Duration ms={run.durationMs} since={run.startedAt} /> },
            ...(run.handle ? [{ label: text.testRun.exit, value: handleLabel(run.handle) }] : []),
          ]}
        />
      )}
      {run.attempts.length > 1 && <Attempts run={run} />}
      <Values title={text.testRun.blockInput} none={text.testRun.noInput} value={run.input} />
      <Values title={text.testRun.output} none={text.testRun.noOutput} value={run.output} />
      {log.length > 0 && (
        <div className="grid gap-1.5">
          <h4 className="font-medium text-ink-soft text-sm">{text.testRun.log}</h4>
          <ol className="grid gap-1 text-sm">
            {log.map(({ at, note, type }) => (
              <li key={`${at}:${type}:${note}`} className="wrap-anywhere">
                <Time at={at} className="mr-2 text-ink-soft" />
                {note}
              </li>
            ))}
          </ol>
        </div>
      )}
    </div>
  )
}

function Attempts({ run }: { run: BlockRunView }) {
  return (
    <div className="grid gap-1.5">
      <h4 className="font-medium text-ink-soft text-sm">{text.testRun.attempts}</h4>
      <ol className="divide-y rounded-md border text-sm">
        {run.attempts.map(({ attempt, error }) => (
          <li key={attempt} className="flex flex-wrap justify-between gap-2 px-3 py-1.5">
            <span className="font-medium">{text.testRun.attempt(attempt)}</span>
            <span className={error ? 'text-bad' : 'text-good'}>{error?.message ?? text.testRun.attemptFine}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}

function Values({ title, none, value }: { title: string; none: string; value: BlockRunView['output'] }) {
  return (
    <div className="grid gap-1.5">
      <h4 className="font-medium text-ink-soft text-sm">{title}</h4>
      {value === null ? <p className="text-ink-faint">{none}</p> : <JsonView value={value} label={title} />}
    </div>
  )
}
