'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { useCallback, useMemo } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { GraphView } from '#components/graph/graph-view.tsx'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import type { ExecutionDetail } from '#lib/contracts/executions.ts'
import { isTerminal } from '#lib/engine/state.ts'
import { BlockRunPanel } from './block-run-panel.tsx'
import { CancelButton } from './cancel-button.tsx'
import { CredentialCard } from './credential-card.tsx'
import { ExecutionData, ExecutionSummary } from './execution-facts.tsx'
import { ExecutionSkeleton } from './execution-skeleton.tsx'
import { overlayOf } from './overlay.ts'
import { Pauses } from './pauses.tsx'
import { executionDetail } from './queries.ts'
import { Related } from './related.tsx'
import { Timeline } from './timeline.tsx'

const CRUMBS = [{ label: text.executions.title, href: '/executions' }]

/** One execution: the way it took, what every block did, and what came of it. */
export function ExecutionDetailScreen({ executionId }: { executionId: string }) {
  const { data, error, refetch } = useQuery(executionDetail(executionId))
  if (data) return <Detail detail={data} />
  return (
    <>
      <PageHeader crumbs={CRUMBS} title={text.executions.execution} />
      {error ? <QueryError error={error} onRetry={() => void refetch()} /> : <ExecutionSkeleton />}
    </>
  )
}

function Detail({ detail }: { detail: ExecutionDetail }) {
  const [chosen, setChosen] = useQueryState('block', parseAsString)
  const select = useCallback((blockId: string) => void setChosen(blockId), [setChosen])
  const overlay = useMemo(() => overlayOf(detail), [detail])
  const mayCancel = useMay('workflows:execute')
  const selected = chosen ?? telling(detail)
  return (
    <>
      <PageHeader
        crumbs={CRUMBS}
        title={detail.workflow.name}
        badge={<StatusBadge status={detail.status} />}
        actions={!isTerminal(detail.status) && mayCancel && <CancelButton executionId={detail.id} />}
      />
      <div className="grid gap-4">
        <ExecutionSummary detail={detail} />
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
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,27rem)] lg:grid-rows-[auto_1fr]">
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
          <div className="grid gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">
            <BlockRunPanel detail={detail} blockId={selected} />
            <Pauses pauses={detail.pauses} />
            <Related detail={detail} />
          </div>
        </div>
        <ExecutionData detail={detail} />
      </div>
    </>
  )
}

/** The block that says most about where the execution stands, shown until a person chooses another. */
function telling({ blockRuns }: ExecutionDetail): string | undefined {
  const by = (status: string) => blockRuns.findLast((run) => run.status === status)?.blockId
  return by('failed') ?? by('timed_out') ?? by('paused') ?? by('running')
}
