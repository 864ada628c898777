import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson, withQuery } from '#components/data/api.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import {
  cancelAnswerSchema,
  type ExecutionDetail,
  executionDetailSchema,
  executionListSchema,
} from '#lib/contracts/executions.ts'
import { isTerminal } from '#lib/engine/state.ts'
import { type Filters, startOf } from './filters.ts'

const PATH = '/api/console/executions'
const PAGE_ROWS = 25
const LIST_REFRESH_MS = 5_000
const BUSY_REFRESH_MS = 1_500
const RESTING_REFRESH_MS = 8_000

/** Names of what is kept of executions. */
const executionKeys = {
  all: ['executions'] as const,
  list: (environment: EnvironmentName, filters: Filters) => ['executions', 'list', environment, filters] as const,
  detail: (id: string) => ['executions', 'detail', id] as const,
}

/** One page of executions; the first page renews itself. */
export function executionList(environment: EnvironmentName, filters: Filters) {
  return queryOptions({
    queryKey: executionKeys.list(environment, filters),
    queryFn: ({ signal }) => {
      const { workflow, time, ...same } = filters
      const query = { ...same, workflowId: workflow, from: startOf(time, Date.now()), environment, limit: PAGE_ROWS }
      return getJson(withQuery(PATH, query), executionListSchema, signal)
    },
    placeholderData: keepPreviousData,
    refetchInterval: filters.cursor === '' ? LIST_REFRESH_MS : false,
  })
}

/** One execution with all its block runs; renews itself until it has ended. */
export function executionDetail(id: string) {
  return queryOptions({
    queryKey: executionKeys.detail(id),
    queryFn: ({ signal }) => getJson(`${PATH}/${encodeURIComponent(id)}`, executionDetailSchema, signal),
    refetchInterval: ({ state }) => refreshOf(state.data),
  })
}

function refreshOf(detail: ExecutionDetail | undefined): number | false {
  if (!detail) return false
  if (isTerminal(detail.status)) return false
  return detail.status === 'paused' ? RESTING_REFRESH_MS : BUSY_REFRESH_MS
}

/** Asks for the cancellation of an execution. */
export function useCancelExecution(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => postJson(`${PATH}/${encodeURIComponent(id)}/cancel`, cancelAnswerSchema, {}),
    onSettled: () => queryClient.invalidateQueries({ queryKey: executionKeys.all }),
  })
}
