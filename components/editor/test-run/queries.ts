import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson } from '#components/data/api.ts'
import { executionQuery } from '#components/data/use-live-execution.ts'
import { cancelAnswerSchema } from '#lib/contracts/executions.ts'
import {
  type TestAnswerRequest,
  type TestRunRequest,
  testAnswerAnswerSchema,
  testPausesSchema,
  testRunAnswerSchema,
} from '#lib/contracts/test-runs.ts'

const keys = {
  pauses: (executionId: string) => ['test-runs', 'pauses', executionId] as const,
}

/** What a test run waits for now; `openIds` name the pauses known to be open, so that news of them is read at once. */
export function testPauses(executionId: string, openIds: readonly string[]) {
  return queryOptions({
    queryKey: [...keys.pauses(executionId), openIds],
    queryFn: ({ signal }) => getJson(`/api/console/test-runs/${executionId}/pauses`, testPausesSchema, signal),
    select: ({ pauses }) => pauses,
    enabled: openIds.length > 0,
  })
}

/** Starts a test run of the stored draft. */
export function postTestRun(workflowId: string, request: TestRunRequest) {
  return postJson(`/api/console/workflows/${workflowId}/test-runs`, testRunAnswerSchema, request)
}

/** Answers what a test run waits for. */
export function useAnswer(executionId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (request: TestAnswerRequest) =>
      postJson(`/api/console/test-runs/${executionId}/answers`, testAnswerAnswerSchema, request),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: executionQuery(executionId).queryKey }),
  })
}

/** Stops a test run. */
export function useStop(executionId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => postJson(`/api/console/executions/${executionId}/cancel`, cancelAnswerSchema, {}),
    onSettled: () => queryClient.invalidateQueries({ queryKey: executionQuery(executionId).queryKey }),
  })
}
