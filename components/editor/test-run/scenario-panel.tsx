'use client'

import { useQuery } from '@tanstack/react-query'
import { ListChecks, Play, Plus } from 'lucide-react'
import { useState } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { Switch } from '#components/ui/switch.tsx'
import type { ScenarioList } from '#lib/contracts/scenarios.ts'
import { useEditor } from '../editor-context.tsx'
import { useTestMemory } from './memory.ts'
import { ScenarioDialog, type ScenarioSource } from './scenario-dialog.tsx'
import { scenarioList } from './scenario-queries.ts'
import { ScenarioRow } from './scenario-row.tsx'
import { useRunScenarios } from './use-run-scenarios.ts'
import { summarize } from './use-scenario-summary.ts'

/** The workflow's scenarios: run one or all of them, and see what they cover. */
export function ScenarioPanel() {
  const { workflow, revision } = useEditor()
  const { data, error, refetch } = useQuery(scenarioList(workflow.id, revision))
  if (data) return <Scenarios list={data} />
  if (error) return <QueryError error={error} onRetry={() => void refetch()} />
  return (
    <Loading label={text.common.loading} className="grid gap-3 p-4">
      {['a', 'b', 'c'].map((key) => (
        <Skeleton key={key} className="h-10 w-full" />
      ))}
    </Loading>
  )
}

function Scenarios({ list }: { list: ScenarioList }) {
  const [source, setSource] = useState<ScenarioSource | null>(null)
  const { running, refusal, run } = useRunScenarios()
  const mayWrite = useMay('workflows:write')
  const mayRun = useMay('workflows:execute')
  const add = mayWrite && (
    <Button size="sm" onClick={() => setSource({ type: 'new' })}>
      <Plus aria-hidden="true" />
      {text.scenarios.create}
    </Button>
  )
  return (
    <section aria-label={text.scenarios.title}>
      {list.data.length === 0 ? (
        <EmptyState icon={ListChecks} title={text.scenarios.empty} action={add}>
          {text.scenarios.emptyBody}
        </EmptyState>
      ) : (
        <>
          <div className="grid gap-3 p-4">
            <p className="text-ink-soft text-sm">{text.scenarios.help}</p>
            <div className="flex flex-wrap gap-2">
              {mayRun && (
                <Button
                  size="sm"
                  variant="primary"
                  pending={running !== null}
                  onClick={() => run(list.data.map(({ id }) => id))}
                >
                  {running === null && <Play aria-hidden="true" />}
                  {text.scenarios.runAll}
                </Button>
              )}
              {add}
            </div>
            <Standing list={list} progress={running} />
            {refusal !== null && (
              <Notice tone="bad" title={text.scenarios.refused} announce>
                {refusal}
              </Notice>
            )}
          </div>
          <ul className="divide-y border-y">
            {list.data.map((scenario) => (
              <ScenarioRow
                key={scenario.id}
                scenario={scenario}
                draftHash={list.draftHash}
                running={running?.id === scenario.id}
                busy={running !== null}
                onRun={() => run([scenario.id])}
                onEdit={() => setSource({ type: 'edit', scenario })}
              />
            ))}
          </ul>
        </>
      )}
      <ScenarioDialog source={source} onClose={() => setSource(null)} />
    </section>
  )
}

/** How many pass, how far the run of all has come, and what is covered. */
function Standing({ list, progress }: { list: ScenarioList; progress: { done: number; all: number } | null }) {
  const { workflow, graph } = useEditor()
  const [{ shows }, remember] = useTestMemory(workflow.id)
  const { passed, total, coverage } = summarize(list, graph)
  return (
    <>
      <p role="status" className="tabular font-medium">
        {progress && progress.all > 1
          ? text.scenarios.progress(progress.done, progress.all)
          : text.scenarios.summary(passed, total)}
      </p>
      {progress && progress.all > 1 && (
        <progress
          value={progress.done}
          max={progress.all}
          aria-label={text.scenarios.runAll}
          className="h-1.5 w-full"
        />
      )}
      <Field
        label={`${text.scenarios.coverage(coverage.percent)} · ${text.scenarios.showCoverage}`}
        help={text.scenarios.coverageHelp}
        inline
      >
        {(control) => (
          <Switch
            {...control}
            checked={shows === 'coverage'}
            onCheckedChange={(on) => remember({ shows: on ? 'coverage' : 'run' })}
          />
        )}
      </Field>
    </>
  )
}
