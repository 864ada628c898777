'use client'

import { MousePointerClick } from 'lucide-react'
import Link from 'next/link'
import { BlockIcon } from '#components/graph/block-icon.tsx'
import { handleLabel, lookOf } from '#components/graph/block-look.ts'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { buttonLook } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { JsonView } from '#components/ui/json-view.tsx'
import { KeyValues } from '#components/ui/key-values.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { Tab, TabPanel, Tabs, TabsList } from '#components/ui/tabs.tsx'
import { Duration, Time } from '#components/ui/time.tsx'
import { useHydrated } from '#components/ui/use-hydrated.ts'
import type { BlockRunView, ExecutionDetail } from '#lib/contracts/executions.ts'
import { indexGraph } from '#lib/engine/graph.ts'
import { isTerminal } from '#lib/engine/state.ts'
import { AgainButton } from './again-button.tsx'
import { FactList } from './facts.tsx'
import { runsOf } from './overlay.ts'

/** What went into the chosen block, what came out, and how it got there. */
export function BlockRunPanel({ detail, blockId }: { detail: ExecutionDetail; blockId: string | undefined }) {
  const block = detail.graph.blocks.find(({ id }) => id === blockId)
  if (!block) {
    return (
      <Card aria-label={text.executions.block}>
        <EmptyState icon={MousePointerClick} title={text.executions.chooseBlock}>
          {text.executions.chooseBlockBody}
        </EmptyState>
      </Card>
    )
  }
  const look = lookOf(block, indexGraph(detail.graph))
  const runs = runsOf(detail, block.id)
  const latest = runs.at(-1)
  return (
    <Card aria-labelledby="block-title" className="overflow-hidden">
      <div className="flex items-center gap-3 border-b px-4 py-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-md border bg-sunken text-ink-soft">
          <BlockIcon name={look.icon} className="size-4.5" strokeWidth={1.75} />
        </span>
        <div className="min-w-0 flex-1 leading-tight">
          <h2 id="block-title" className="truncate font-semibold">
            {block.name}
          </h2>
          <p className="truncate text-ink-soft text-sm">
            {look.typeLabel} · <code className="font-mono">{block.id}</code>
          </p>
        </div>
        {latest && <StatusBadge status={latest.status} />}
      </div>
      <PanelActions detail={detail} block={block} />
      {latest === undefined && <p className="p-4 text-ink-soft">{text.executions.notStarted}</p>}
      {runs.length === 1 && latest && <Run run={latest} detail={detail} />}
      {runs.length > 1 && latest && (
        <Tabs key={block.id} defaultValue={String(latest.visit)} className="pt-1">
          <TabsList className="px-4">
            {runs.map(({ visit }) => (
              <Tab key={visit} value={String(visit)}>
                {text.executions.visit(visit)}
              </Tab>
            ))}
          </TabsList>
          {runs.map((run) => (
            <TabPanel key={run.visit} value={String(run.visit)} className="pt-0">
              <Run run={run} detail={detail} />
            </TabPanel>
          ))}
        </Tabs>
      )}
    </Card>
  )
}

/** What can be done at a block: run again from here, take a link along. */
function PanelActions({ detail, block }: { detail: ExecutionDetail; block: { id: string; name: string } }) {
  const mayRun = useMay('workflows:execute')
  const rests = isTerminal(detail.status) || detail.status === 'paused'
  const link = useHydrated() ? `${window.location.origin}/executions/${detail.id}?block=${block.id}` : ''
  return (
    <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
      {mayRun && rests && <AgainButton key={block.id} detail={detail} fromBlock={block} />}
      <span className="ml-auto flex items-center text-ink-soft text-sm">
        {text.executions.link}
        <CopyButton value={link} label={text.executions.link} />
      </span>
    </div>
  )
}

function Run({ run, detail }: { run: BlockRunView; detail: ExecutionDetail }) {
  const pause = detail.pauses.find(({ id }) => id === run.pauseId)
  const waited = run.queuedAt && run.startedAt ? Date.parse(run.startedAt) - Date.parse(run.queuedAt) : 0
  const facts = detail.facts.filter(({ blockId, visit }) => blockId === run.blockId && visit === run.visit)
  if (run.startedAt === null && !run.kept) return <p className="p-4 text-ink-soft">{text.executions.notStarted}</p>
  return (
    <div className="grid gap-4 p-4">
      {run.error && (
        <Notice tone={run.errorHandled ? 'wait' : 'bad'} title={run.error.message}>
          <code className="font-mono text-sm">{run.error.code}</code>
          {run.errorHandled && ` · ${text.executions.handled}`}
        </Notice>
      )}
      {run.kept && <Notice tone="busy" title={text.executions.kept} />}
      {pause?.status === 'open' && (pause.kind === 'review' || pause.kind === 'task') && (
        <Link href={`/reviews/${pause.id}`} className={buttonLook({ variant: 'primary' })}>
          {text.executions.openReview}
        </Link>
      )}
      <KeyValues
        items={[
          ...(run.startedAt ? [{ label: text.executions.started, value: <Time at={run.startedAt} /> }] : []),
          ...(waited > 0 ? [{ label: text.executions.queued, value: <Duration ms={waited} /> }] : []),
          { label: text.executions.duration, value: <Duration ms={run.durationMs} since={run.startedAt} /> },
          ...(run.handle ? [{ label: text.executions.exit, value: handleLabel(run.handle) }] : []),
        ]}
      />
      {run.attempts.length > 1 && <Attempts run={run} />}
      <Values title={text.executions.input} none={text.executions.noInput} value={run.input} />
      <Values title={text.executions.output} none={text.executions.noOutput} value={run.output} />
      {facts.length > 0 && (
        <details>
          <summary className="cursor-pointer rounded-sm font-medium text-ink-soft text-sm">
            {text.executions.logs}
          </summary>
          <div className="mt-1.5 rounded-md border">
            <FactList facts={facts} />
          </div>
        </details>
      )}
    </div>
  )
}

function Values({ title, none, value }: { title: string; none: string; value: BlockRunView['output'] }) {
  return (
    <div className="grid gap-1.5">
      <h3 className="font-medium text-ink-soft text-sm">{title}</h3>
      {value === null ? <p className="text-ink-faint">{none}</p> : <JsonView value={value} label={title} />}
    </div>
  )
}

function Attempts({ run }: { run: BlockRunView }) {
  return (
    <div className="grid gap-1.5">
      <h3 className="font-medium text-ink-soft text-sm">{text.executions.attempts}</h3>
      <ol className="divide-y rounded-md border">
        {run.attempts.map(({ attempt, startedAt, error, retryAt }) => (
          <li key={attempt} className="grid gap-0.5 px-3 py-2">
            <span className="flex flex-wrap justify-between gap-2">
              <span className="font-medium">{text.executions.attempt(attempt)}</span>
              <Time at={startedAt} className="text-ink-soft" />
            </span>
            <span className={error ? 'text-bad' : 'text-good'}>{error?.message ?? text.executions.attemptFine}</span>
            {retryAt && (
              <span className="text-ink-soft text-sm">
                {text.executions.nextAttempt} <Time at={retryAt} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}
