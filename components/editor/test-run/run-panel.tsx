'use client'

import { useQuery } from '@tanstack/react-query'
import { BadgeCheck, ExternalLink, FlaskConical, ListChecks, Radio, Square, X } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button, buttonLook } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { Duration } from '#components/ui/time.tsx'
import type { ExecutionDetail } from '#lib/contracts/executions.ts'
import { isTerminal } from '#lib/engine/state.ts'
import { useEditor } from '../editor-context.tsx'
import { useTestMemory } from './memory.ts'
import { PauseForm } from './pause-form.tsx'
import { testPauses, useStop } from './queries.ts'
import { RunBlocks } from './run-blocks.tsx'
import { ScenarioDialog, type ScenarioSource } from './scenario-dialog.tsx'
import { useTestRun } from './use-test-run.ts'

/** The test run on show: where it stands, what it waits for, what each block did. */
export function RunPanel() {
  const { executionId, detail, error, connection, refetch, stale } = useTestRun()
  if (executionId === null) {
    return (
      <EmptyState icon={FlaskConical} title={text.testRun.empty}>
        {text.testRun.emptyBody}
      </EmptyState>
    )
  }
  if (!detail) return error ? <QueryError error={error} onRetry={refetch} /> : <PanelSkeleton />
  return (
    <section aria-label={text.testRun.status} className="grid gap-3 border-t py-4">
      <RunHeader detail={detail} />
      {connection === 'polling' && <p className="px-4 text-sm text-wait">{text.testRun.connection.polling}</p>}
      {detail.error && (
        <Notice tone={detail.status === 'cancelled' ? 'wait' : 'bad'} title={detail.error} className="mx-4" announce />
      )}
      {stale.size > 0 && <Notice tone="wait" title={text.testRun.staleNotice(stale.size)} className="mx-4" />}
      <OpenPauses detail={detail} />
      <SaveAsScenario detail={detail} />
      {detail.credentials.map(({ id }) => (
        <p key={id} className="flex gap-2 px-4">
          <BadgeCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-good" />
          <span>
            {text.testRun.credential}
            <br />
            <code className="wrap-anywhere font-mono text-ink-soft text-sm">{id}</code>
          </span>
        </p>
      ))}
      <RunBlocks detail={detail} stale={stale} />
    </section>
  )
}

function RunHeader({ detail }: { detail: ExecutionDetail }) {
  const { workflow } = useEditor()
  const [, remember] = useTestMemory(workflow.id)
  const stop = useStop(detail.id)
  const underway = !isTerminal(detail.status)
  return (
    <div className="flex flex-wrap items-center gap-2 px-4">
      <span role="status" className="contents">
        <StatusBadge status={detail.status} />
      </span>
      {detail.status === 'running' && (
        <Badge tone="plain" icon={Radio}>
          {text.testRun.connection.live}
        </Badge>
      )}
      <span className="text-ink-soft text-sm">
        <Duration ms={detail.durationMs} since={detail.createdAt} />
      </span>
      <span className="ml-auto flex gap-1">
        {underway && (
          <Button size="sm" variant="danger" pending={stop.isPending} onClick={() => stop.mutate()}>
            <Square aria-hidden="true" />
            {text.testRun.cancel}
          </Button>
        )}
        <Link
          href={`/executions/${detail.id}`}
          aria-label={text.testRun.openExecution}
          title={text.testRun.openExecution}
          className={buttonLook({ variant: 'quiet', size: 'icon-sm' })}
        >
          <ExternalLink aria-hidden="true" />
        </Link>
        <Button
          size="icon-sm"
          variant="quiet"
          aria-label={text.testRun.hide}
          title={text.testRun.hide}
          onClick={() => remember({ executionId: null })}
        >
          <X aria-hidden="true" />
        </Button>
      </span>
    </div>
  )
}

function OpenPauses({ detail }: { detail: ExecutionDetail }) {
  const open = isTerminal(detail.status) ? [] : detail.pauses.filter(({ status }) => status === 'open')
  const { data = [] } = useQuery(
    testPauses(
      detail.id,
      open.map(({ id }) => id),
    ),
  )
  const waiting = data.filter(({ id }) => open.some((pause) => pause.id === id))
  return waiting.map((pause) => (
    <div key={pause.id} className="px-4">
      <PauseForm executionId={detail.id} pause={pause} />
    </div>
  ))
}

/** A run that has ended can be kept as a test. */
function SaveAsScenario({ detail }: { detail: ExecutionDetail }) {
  const [source, setSource] = useState<ScenarioSource | null>(null)
  const mayWrite = useMay('workflows:write')
  if (!mayWrite || !isTerminal(detail.status)) return null
  return (
    <div className="px-4">
      <Button size="sm" onClick={() => setSource({ type: 'run', executionId: detail.id })}>
        <ListChecks aria-hidden="true" />
        {text.testRun.saveScenario}
      </Button>
      <ScenarioDialog source={source} onClose={() => setSource(null)} />
    </div>
  )
}

function PanelSkeleton() {
  return (
    <Loading label={text.common.loading} className="grid gap-3 border-t p-4">
      <Skeleton className="h-6 w-32" />
      {['a', 'b', 'c'].map((key) => (
        <Skeleton key={key} className="h-9 w-full" />
      ))}
    </Loading>
  )
}
