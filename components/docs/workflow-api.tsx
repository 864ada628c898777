'use client'

import { useQuery } from '@tanstack/react-query'
import { Activity, ArrowUpRight } from 'lucide-react'
import { useState } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { buttonLook } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { JsonView } from '#components/ui/json-view.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { ToggleGroup } from '#components/ui/toggle-group.tsx'
import { useHydrated } from '#components/ui/use-hydrated.ts'
import { inputFields } from '#lib/blocks/start/index.ts'
import type { ExecutionDetail } from '#lib/contracts/executions.ts'
import type { WorkflowDetail } from '#lib/contracts/workflows.ts'
import type { Json, JsonObject } from '#lib/engine/json.ts'
import { SamplesView } from './samples-view.tsx'
import { callOf, exampleInput, WAYS, type Way } from './workflow-calls.ts'
import { newestExecution } from './workflow-queries.ts'

const OPTIONS: readonly { value: Way; label: string }[] = WAYS.map((way) => ({
  value: way,
  label: text.docs.workflow[way],
}))
const HELP: Record<Way, string> = {
  sync: text.docs.workflow.syncHelp,
  async: text.docs.workflow.asyncHelp,
  turns: text.docs.workflow.turnsHelp,
}

type CallableWorkflow = Pick<WorkflowDetail, 'id' | 'publicId' | 'hexId' | 'environment' | 'active' | 'draft'>

/** How programs call a workflow: code prefilled with what it asks for, and what it last answered. */
export function WorkflowApi({ workflow }: { workflow: CallableWorkflow }) {
  const [way, setWay] = useState<Way>('sync')
  const hydrated = useHydrated()
  const fields = inputFields(workflow.active?.graph ?? workflow.draft.graph)
  const origin = hydrated ? window.location.origin : ''
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Card aria-labelledby="call-workflow">
        <CardHeader id="call-workflow" title={text.docs.workflow.sample}>
          <a href="/docs" target="_blank" rel="noreferrer" className={buttonLook({ variant: 'quiet', size: 'sm' })}>
            {text.docs.workflow.reference}
            <ArrowUpRight aria-hidden="true" />
          </a>
        </CardHeader>
        <div className="grid gap-3 p-4">
          <p className="text-ink-soft">{text.docs.workflow.intro}</p>
          <div className="overflow-x-auto">
            <ToggleGroup<Way> label={text.docs.workflow.way} value={way} options={OPTIONS} onChange={setWay} />
          </div>
          <p className="text-ink-soft text-sm">{HELP[way]}</p>
          <SamplesView call={callOf(way, workflow, exampleInput(fields), origin)} label={text.docs.workflow.sample} />
        </div>
      </Card>
      <Card aria-labelledby="last-answer">
        <CardHeader id="last-answer" title={text.docs.workflow.last} />
        <LastAnswer workflow={workflow} />
      </Card>
    </div>
  )
}

function LastAnswer({ workflow: { id, environment } }: { workflow: CallableWorkflow }) {
  const { data, error, refetch } = useQuery(newestExecution(id, environment))
  if (data === undefined && error) return <QueryError error={error} onRetry={() => void refetch()} />
  if (data === undefined) {
    return (
      <Loading label={text.common.loading} className="grid gap-3 p-4">
        <Skeleton className="h-5" />
        <Skeleton className="h-32" />
      </Loading>
    )
  }
  if (data === null) {
    return (
      <EmptyState icon={Activity} title={text.docs.workflow.none}>
        {text.docs.workflow.noneBody}
      </EmptyState>
    )
  }
  return (
    <div className="grid gap-3 p-4">
      <p className="wrap-anywhere text-ink-soft">{text.docs.workflow.lastHelp(data.publicId)}</p>
      <JsonView value={answerOf(data)} label={text.docs.workflow.last} openDepth={2} />
    </div>
  )
}

/** The heart of what API v1 answers: personal data stays concealed as on the execution's own page. */
function answerOf({ publicId, status, output, error, pauses }: ExecutionDetail): JsonObject {
  const open = pauses.filter((pause) => pause.status === 'open')
  const waiting = open.map(({ id, blockId, reason }): Json => ({ blockId, reason, contextId: id }))
  return {
    success: status === 'completed',
    status,
    executionId: publicId,
    output: output ?? {},
    ...(error !== null && { error }),
    ...(waiting.length > 0 && { pausePoints: waiting }),
  }
}
