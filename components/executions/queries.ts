import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { deleteJson, getJson, postJson, withQuery } from '#components/data/api.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import {
  cancelAnswerSchema,
  executionDetailSchema,
  executionListSchema,
  failureListSchema,
  type RunAgainRequest,
  runAgainAnswerSchema,
  type SaveViewRequest,
  savedViewListSchema,
  starterListSchema,
} from '#lib/contracts/executions.ts'
import { type Filters, toQuery } from './filters.ts'

const PATH = '/api/console/executions'
const PAGE_ROWS = 25
const LIST_REFRESH_MS = 5_000
const NAMES_FRESH_MS = 60_000

/** Where the CSV of a filter is. */
export const EXPORT_PATH = `${PATH}/export`

/** Names of what is kept of executions. */
export const executionKeys = {
  all: ['executions'] as const,
  list: (environment: EnvironmentName, query: object) => ['executions', 'list', environment, query] as const,
  failures: (environment: EnvironmentName, query: object) => ['executions', 'failures', environment, query] as const,
  starters: (environment: EnvironmentName) => ['execution-starters', environment] as const,
  views: ['execution-views'] as const,
}

const one = (id: string) => `${PATH}/${encodeURIComponent(id)}`

/** One page of executions; the first page renews itself. */
export function executionList(environment: EnvironmentName, filters: Filters) {
  const { columns: _columns, show: _show, ...asked } = filters
  return queryOptions({
    queryKey: executionKeys.list(environment, asked),
    queryFn: ({ signal }) => {
      const query = { ...toQuery(filters, Date.now()), cursor: filters.cursor, environment, limit: PAGE_ROWS }
      return getJson(withQuery(PATH, query), executionListSchema, signal)
    },
    placeholderData: keepPreviousData,
    refetchInterval: filters.cursor === '' ? LIST_REFRESH_MS : false,
  })
}

/** The failures of the time and workflow chosen, by what they have in common. */
export function failureList(environment: EnvironmentName, filters: Filters) {
  const { workflow, time, from, to } = filters
  return queryOptions({
    queryKey: executionKeys.failures(environment, { workflow, time, from, to }),
    queryFn: ({ signal }) => {
      const { workflowId, from: start, to: end } = toQuery(filters, Date.now())
      const query = { workflowId, from: start, to: end, environment }
      return getJson(withQuery(`${PATH}/failures`, query), failureListSchema, signal)
    },
    placeholderData: keepPreviousData,
    refetchInterval: LIST_REFRESH_MS,
  })
}

/** The API keys that executions can have been started with. */
export function starterList(environment: EnvironmentName) {
  return queryOptions({
    queryKey: executionKeys.starters(environment),
    queryFn: ({ signal }) => getJson(withQuery(`${PATH}/starters`, { environment }), starterListSchema, signal),
    staleTime: NAMES_FRESH_MS,
  })
}

/** Views of the list kept under a name. */
export function savedViews() {
  return queryOptions({
    queryKey: executionKeys.views,
    queryFn: ({ signal }) => getJson(`${PATH}/views`, savedViewListSchema, signal),
    staleTime: NAMES_FRESH_MS,
  })
}

/** Keeps a view; an own one of the same name gives way. */
export function useSaveView() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (view: SaveViewRequest) => postJson(`${PATH}/views`, savedViewListSchema, view),
    onSuccess: (views) => queryClient.setQueryData(executionKeys.views, views),
  })
}

/** Forgets a view of one's own. */
export function useRemoveView() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => deleteJson(`${PATH}/views/${encodeURIComponent(id)}`, savedViewListSchema),
    onSuccess: (views) => queryClient.setQueryData(executionKeys.views, views),
  })
}

/** Cancels one execution. */
export function cancelExecution(id: string) {
  return postJson(`${one(id)}/cancel`, cancelAnswerSchema, {})
}

/** Runs one execution again as a new one. */
export function runAgain(id: string, request: RunAgainRequest) {
  return postJson(`${one(id)}/runs`, runAgainAnswerSchema, request)
}

/** Asks for the cancellation of an execution. */
export function useCancelExecution(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => cancelExecution(id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: executionKeys.all }),
  })
}

/** Runs an execution again; answers with the new one's id. */
export function useRunAgain(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (request: RunAgainRequest) => runAgain(id, request),
    onSettled: () => queryClient.invalidateQueries({ queryKey: executionKeys.all }),
  })
}

/** Shows the personal data of an execution; the reason goes on record. Nothing of it is kept beyond the screen. */
export function useReveal(id: string) {
  return useMutation({
    mutationFn: (reason: string) => postJson(`${one(id)}/reveal`, executionDetailSchema, { reason }),
    gcTime: 0,
  })
}
