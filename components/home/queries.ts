import { queryOptions } from '@tanstack/react-query'
import { getJson, withQuery } from '#components/data/api.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import { executionListSchema } from '#lib/contracts/executions.ts'
import { reviewListSchema } from '#lib/contracts/reviews.ts'
import { workflowListSchema } from '#lib/contracts/workflows.ts'

const REFRESH_MS = 15_000
const DAY_MS = 86_400_000
const MOST_ROWS = 100

/** Names of what the start page keeps. */
const homeKeys = {
  reviews: (environment: EnvironmentName, tab: string) => ['home', 'reviews', environment, tab] as const,
  executions: (environment: EnvironmentName) => ['home', 'executions', environment] as const,
  workflows: (environment: EnvironmentName) => ['home', 'workflows', environment] as const,
}

/** Open reviews, the oldest first, or those decided last. */
export function homeReviews(environment: EnvironmentName, tab: 'all' | 'done', enabled: boolean) {
  const path = withQuery('/api/console/reviews', { environment, tab, limit: tab === 'all' ? MOST_ROWS : 1 })
  return queryOptions({
    queryKey: homeKeys.reviews(environment, tab),
    queryFn: ({ signal }) => getJson(path, reviewListSchema, signal),
    refetchInterval: REFRESH_MS,
    enabled,
  })
}

/** The executions of the last 24 hours, at most a hundred. */
export function homeExecutions(environment: EnvironmentName) {
  return queryOptions({
    queryKey: homeKeys.executions(environment),
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - DAY_MS).toISOString()
      return getJson(
        withQuery('/api/console/executions', { environment, from, limit: MOST_ROWS }),
        executionListSchema,
        signal,
      )
    },
    refetchInterval: REFRESH_MS,
  })
}

/** The workflows, to know whether anything is deployed. */
export function homeWorkflows(environment: EnvironmentName) {
  return queryOptions({
    queryKey: homeKeys.workflows(environment),
    queryFn: ({ signal }) =>
      getJson(withQuery('/api/console/workflows', { environment, limit: MOST_ROWS }), workflowListSchema, signal),
  })
}
