'use client'

import { useQuery } from '@tanstack/react-query'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { Dialog, DialogContent } from '#components/ui/dialog.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import type { Scenario } from '#lib/contracts/scenarios.ts'
import { TERMINAL_STATUSES } from '#lib/engine/state.ts'
import { useEditor } from '../editor-context.tsx'
import { rowsOf, rowsOfRun } from './expected-values.ts'
import { useTestMemory } from './memory.ts'
import { ScenarioForm } from './scenario-form.tsx'
import { recording } from './scenario-queries.ts'

/** What the dialog is open for: a scenario from nothing, one of a test run, or one that is there. */
export type ScenarioSource =
  | { type: 'new' }
  | { type: 'run'; executionId: string }
  | { type: 'edit'; scenario: Scenario }

const TITLES = {
  new: text.scenarios.newTitle,
  run: text.scenarios.saveTitle,
  edit: text.scenarios.editTitle,
} as const

/** Writes or changes a scenario. */
export function ScenarioDialog({ source, onClose }: { source: ScenarioSource | null; onClose(): void }) {
  const { workflow } = useEditor()
  return (
    <Dialog open={source !== null} onOpenChange={(open) => !open && onClose()}>
      {source && (
        <DialogContent title={TITLES[source.type]} className="max-w-2xl">
          <Contents workflowId={workflow.id} source={source} onSaved={onClose} />
        </DialogContent>
      )}
    </Dialog>
  )
}

type ContentsProps = { workflowId: string; source: ScenarioSource; onSaved(): void }

function Contents({ workflowId, source, onSaved }: ContentsProps) {
  const [{ input }] = useTestMemory(workflowId)
  if (source.type === 'run') return <OfRun workflowId={workflowId} executionId={source.executionId} onSaved={onSaved} />
  const scenario = source.type === 'edit' ? source.scenario : undefined
  const fresh = { name: '', input, answers: [], expectedStatus: 'completed' as const, expectedOutputs: [] }
  const { expectedOutputs, ...initial } = scenario ?? fresh
  return (
    <ScenarioForm
      workflowId={workflowId}
      id={scenario?.id}
      initial={{ ...initial, rows: rowsOf(expectedOutputs) }}
      onSaved={onSaved}
    />
  )
}

function OfRun({ workflowId, executionId, onSaved }: { workflowId: string; executionId: string; onSaved(): void }) {
  const { data, error, refetch } = useQuery(recording(executionId))
  if (error) return <QueryError error={error} onRetry={() => void refetch()} />
  if (!data) {
    return (
      <Loading label={text.common.loading} className="mt-4 grid gap-3">
        <Skeleton className="h-9 w-full" />
        <Skeleton className="h-40 w-full" />
      </Loading>
    )
  }
  const { input, answers, status } = data
  const expectedStatus = TERMINAL_STATUSES.find((one) => one === status) ?? 'completed'
  return (
    <ScenarioForm
      workflowId={workflowId}
      id={undefined}
      initial={{ name: '', input, answers, expectedStatus, rows: rowsOfRun(data) }}
      onSaved={onSaved}
    />
  )
}
