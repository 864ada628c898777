import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Scenario, ScenarioList } from '#lib/contracts/scenarios.ts'
import { type Coverage, coverageOf } from '#lib/engine/coverage.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { useEditor } from '../editor-context.tsx'
import { scenarioList } from './scenario-queries.ts'

/** Where a scenario stands on the draft as it is stored. */
export type Standing = 'passed' | 'failed' | 'outOfDate' | 'notRun'

/** How a workflow's scenarios stand, counted, and what of the draft they have gone through. */
export type ScenarioSummary = Record<Standing, number> & { total: number; coverage: Coverage }

/** Where one scenario stands. */
export function standingOf({ lastResult }: Scenario, draftHash: string): Standing {
  if (!lastResult) return 'notRun'
  if (lastResult.draftHash !== draftHash) return 'outOfDate'
  return lastResult.passed ? 'passed' : 'failed'
}

/** The scenarios counted by where they stand; only results of the present draft tell what is covered. */
export function summarize({ data, draftHash }: ScenarioList, graph: Graph): ScenarioSummary {
  const count = (standing: Standing) => data.filter((scenario) => standingOf(scenario, draftHash) === standing).length
  const results = data.flatMap(({ lastResult }) => (lastResult?.draftHash === draftHash ? [lastResult] : []))
  return {
    total: data.length,
    passed: count('passed'),
    failed: count('failed'),
    outOfDate: count('outOfDate'),
    notRun: count('notRun'),
    coverage: coverageOf(graph, results),
  }
}

/** How the scenarios of the workflow that is open stand; `undefined` until that is known. */
export function useScenarioSummary(): ScenarioSummary | undefined {
  const { workflow, revision, graph } = useEditor()
  const { data } = useQuery(scenarioList(workflow.id, revision))
  return useMemo(() => data && summarize(data, graph), [data, graph])
}
