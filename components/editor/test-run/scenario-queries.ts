import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { deleteJson, getJson, postJson, putJson } from '#components/data/api.ts'
import {
  recordingSchema,
  type Scenario,
  type ScenarioList,
  type ScenarioRequest,
  type ScenarioResult,
  scenarioListSchema,
  scenarioResultSchema,
  scenarioSchema,
} from '#lib/contracts/scenarios.ts'

const pathOf = (workflowId: string) => `/api/console/workflows/${workflowId}/scenarios`

const keys = {
  list: (workflowId: string) => ['scenarios', 'list', workflowId] as const,
  recording: (executionId: string) => ['scenarios', 'recording', executionId] as const,
}

/** A workflow's scenarios with their last results, as they stand on a revision of the draft. */
export function scenarioList(workflowId: string, revision: number) {
  return queryOptions({
    queryKey: [...keys.list(workflowId), revision],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson(pathOf(workflowId), scenarioListSchema, signal),
  })
}

/** What a scenario of a test run would be made of. */
export function recording(executionId: string) {
  return queryOptions({
    queryKey: keys.recording(executionId),
    queryFn: ({ signal }) => getJson(`/api/console/test-runs/${executionId}/recording`, recordingSchema, signal),
  })
}

/** Keeps a new scenario, or replaces the one with this id. */
export function useSaveScenario(workflowId: string, id: string | undefined) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (request: ScenarioRequest) =>
      id === undefined
        ? postJson(pathOf(workflowId), scenarioSchema, request)
        : putJson(`${pathOf(workflowId)}/${id}`, scenarioSchema, request),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.list(workflowId) }),
  })
}

export function useRemoveScenario(workflowId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Scenario) => deleteJson(`${pathOf(workflowId)}/${id}`, z.null()),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.list(workflowId) }),
  })
}

/** Runs one scenario on the stored draft; its result shows in the list at once. */
export function useRunScenario(workflowId: string): (id: string) => Promise<ScenarioResult> {
  const queryClient = useQueryClient()
  return async (id) => {
    const result = await postJson(`${pathOf(workflowId)}/${id}/run`, scenarioResultSchema, {})
    queryClient.setQueriesData(
      { queryKey: keys.list(workflowId) },
      (before: ScenarioList | undefined) => before && withResult(before, id, result),
    )
    return result
  }
}

function withResult(list: ScenarioList, id: string, lastResult: ScenarioResult): ScenarioList {
  const data = list.data.map((scenario) => (scenario.id === id ? { ...scenario, lastResult } : scenario))
  return { data, draftHash: lastResult.draftHash }
}
