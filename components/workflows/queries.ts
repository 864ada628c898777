import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getJson, withQuery } from '#components/data/api.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import { workflowDetailSchema, workflowListSchema } from '#lib/contracts/workflows.ts'

const PATH = '/api/console/workflows'
const PAGE_ROWS = 50

/** Names of what is kept of workflows. */
const workflowKeys = {
  list: (environment: EnvironmentName, q: string) => ['workflows', 'list', environment, q] as const,
  detail: (environment: EnvironmentName, id: string) => ['workflows', 'detail', environment, id] as const,
}

/** The organization's workflows as they stand in one environment. */
export function workflowList(environment: EnvironmentName, q: string) {
  return infiniteQueryOptions({
    queryKey: workflowKeys.list(environment, q),
    queryFn: ({ signal, pageParam }) =>
      getJson(withQuery(PATH, { environment, q, cursor: pageParam, limit: PAGE_ROWS }), workflowListSchema, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })
}

/** One workflow with its draft, its active version and the list of versions. */
export function workflowDetail(environment: EnvironmentName, id: string) {
  return queryOptions({
    queryKey: workflowKeys.detail(environment, id),
    queryFn: ({ signal }) =>
      getJson(withQuery(`${PATH}/${encodeURIComponent(id)}`, { environment }), workflowDetailSchema, signal),
  })
}
