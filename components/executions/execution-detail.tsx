'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { useCallback, useMemo, useState } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { type Connection, useLiveExecution } from '#components/data/use-live-execution.ts'
import { GraphView } from '#components/graph/graph-view.tsx'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import type { ExecutionDetail } from '#lib/contracts/executions.ts'
import { isTerminal } from '#lib/engine/state.ts'
import { AgainButton } from './again-button.tsx'
import { BlockRunPanel } from './block-run-panel.tsx'
import { CancelButton } from './cancel-button.tsx'
import { CredentialCard } from './credential-card.tsx'
import { ExecutionData, ExecutionSummary } from './execution-facts.tsx'
import { ExecutionSkeleton } from './execution-skeleton.tsx'
import { Facts } from './facts.tsx'
import { Neighbours } from './neighbours.tsx'
import { overlayOf } from './overlay.ts'
import { Pauses } from './pauses.tsx'
import { PrivacyBar } from './privacy-bar.tsx'
import { Related } from './related.tsx'
import { withRevealed } from './revealed.ts'
import { Timeline } from './timeline.tsx'

const CRUMBS = [{ label: text.executions.title, href: '/executions' }]

/** One execution, followed as it runs: the way it took, what every block did, and what came of it. */
export function ExecutionDetailScreen({ executionId }: { executionId: string }) {
  const { detail, error, refetch, connection } = useLiveExecution(executionId)
  const [revealed, setRevealed] = useState<ExecutionDetail | null>(null)
  const shown = useMemo(() => detail && (revealed ? withRevealed(detail, revealed) : detail), [detail, revealed])
  if (shown) {
    const hide = revealed?.id === shown.id ? () => setRevealed(null) : undefined
    return (
      <>
        <Header detail={shown} connection={connection} />
        <div className="grid gap-4">
          <ExecutionSummary detail={shown} />
          <PrivacyBar detail={shown} onReveal={setRevealed} onHide={hide} />
          <Detail detail={shown} />
        </div>
      </>
    )
  }
  return (
    <>
      <PageHeader crumbs={CRUMBS} title={text.executions.execution} />
      {error ? <QueryError error={error} onRetry={refetch} /> : <ExecutionSkeleton />}
    </>
  )
}

function Header({ detail, connection }: { detail: ExecutionDetail; connection: Connection }) {
  const mayRun = useMay('workflows:execute')
  const over = isTerminal(detail.status)
  return (
    <PageHeader
      crumbs={CRUMBS}
      title={detail.workflow.name}
      badge={
        <>
          <StatusBadge status={detail.status} />
          {connection === 'live' && <Badge tone="busy">{text.executions.live}</Badge>}
          {connection === 'polling' && <Badge tone="wait">{text.executions.polling}</Badge>}
        </>
      }
      actions={
        <>
          <Neighbours executionId={detail.id} />
          {mayRun && <AgainButton detail={detail} />}
          {mayRun && !over && <CancelButton executionId={detail.id} />}
        </>
      }
    />
  )
}

function Detail({ detail }: { detail: ExecutionDetail }) {
  const [chosen, setChosen] = useQueryState('block', parseAsString)
  const select = useCallback((blockId: string) => void setChosen(blockId), [setChosen])
  const overlay = useMemo(() => overlayOf(detail), [detail])
  const selected = chosen ?? telling(detail)
  return (
    <>
      {detail.error && (
        <Notice tone={detail.status === 'cancelled' ? 'wait' : 'bad'} title={text.executions.failedBecause}>
          {detail.error}
        </Notice>
      )}
      {detail.warnings.map((warning) => (
        <Notice key={`${warning.code}:${warning.at}`} tone="wait" title={warning.message} />
      ))}
      {detail.credentials.map((credential) => (
        <CredentialCard key={credential.id} credential={credential} />
      ))}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,27rem)] lg:grid-rows-[auto_auto_1fr]">
        <GraphView
          title={text.graph.diagram}
          graph={detail.graph}
          overlay={overlay}
          selected={selected}
          onSelect={select}
        />
        <Card aria-labelledby="timeline-title" className="overflow-hidden max-lg:order-1 lg:col-start-1">
          <CardHeader id="timeline-title" title={text.executions.timeline} />
          <Timeline runs={detail.blockRuns} selected={selected} onSelect={select} />
        </Card>
        <div className="min-w-0 max-lg:order-3 lg:col-start-1">
          <Facts facts={detail.facts} onSelect={select} />
        </div>
        <div className="grid gap-4 max-lg:order-2 lg:col-start-2 lg:row-span-3 lg:row-start-1">
          <BlockRunPanel detail={detail} blockId={selected} />
          <Pauses pauses={detail.pauses} />
          <Related detail={detail} />
        </div>
      </div>
      <ExecutionData detail={detail} />
    </>
  )
}

/** The block that says most about where the execution stands, shown until a person chooses another. */
function telling({ blockRuns }: ExecutionDetail): string | undefined {
  const by = (status: string) => blockRuns.findLast((run) => run.status === status)?.blockId
  return by('failed') ?? by('timed_out') ?? by('paused') ?? by('running')
}
