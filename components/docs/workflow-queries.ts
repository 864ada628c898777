import { queryOptions } from '@tanstack/react-query'
import { getJson, withQuery } from '#components/data/api.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import { type ExecutionDetail, executionDetailSchema, executionListSchema } from '#lib/contracts/executions.ts'
import { workflowDetailSchema } from '#lib/contracts/workflows.ts'

const PATH = '/api/console/executions'

/** A workflow with what calling it needs to know. */
export function callableWorkflow(workflowId: string, environment: EnvironmentName) {
  return queryOptions({
    queryKey: ['docs', 'workflow', workflowId, environment] as const,
    queryFn: ({ signal }) => {
      const path = `/api/console/workflows/${encodeURIComponent(workflowId)}`
      return getJson(withQuery(path, { environment }), workflowDetailSchema, signal)
    },
  })
}

/** The newest execution of a workflow, with its result; `null` before there is one. */
export function newestExecution(workflowId: string, environment: EnvironmentName) {
  return queryOptions({
    queryKey: ['docs', 'newest-execution', workflowId, environment] as const,
    queryFn: async ({ signal }): Promise<ExecutionDetail | null> => {
      const { data } = await getJson(
        withQuery(PATH, { workflowId, environment, limit: 1 }),
        executionListSchema,
        signal,
      )
      const id = data[0]?.id
      return id === undefined ? null : getJson(`${PATH}/${encodeURIComponent(id)}`, executionDetailSchema, signal)
    },
  })
}
