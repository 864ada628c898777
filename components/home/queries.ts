import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson, withQuery } from '#components/data/api.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import { homeSchema } from '#lib/contracts/home.ts'
import { nextAnswerSchema, type ReviewTab, reviewCountsSchema, reviewListSchema } from '#lib/contracts/reviews.ts'
import { workflowListSchema } from '#lib/contracts/workflows.ts'

const REFRESH_MS = 15_000
const MOST_ROWS = 100

/** Names of what the start page keeps. */
const homeKeys = {
  reviews: (environment: EnvironmentName, tab: ReviewTab) => ['home', 'reviews', environment, tab] as const,
  counts: (environment: EnvironmentName) => ['home', 'counts', environment] as const,
  overview: (environment: EnvironmentName) => ['home', 'overview', environment] as const,
  workflows: (environment: EnvironmentName) => ['home', 'workflows', environment] as const,
}

/** The first few reviews of one tab. */
export function homeReviews(environment: EnvironmentName, tab: ReviewTab, limit: number, enabled: boolean) {
  return queryOptions({
    queryKey: homeKeys.reviews(environment, tab),
    queryFn: ({ signal }) =>
      getJson(withQuery('/api/console/reviews', { environment, tab, limit }), reviewListSchema, signal),
    refetchInterval: REFRESH_MS,
    enabled,
  })
}

/** How many reviews are in whose hands. */
export function homeCounts(environment: EnvironmentName, enabled: boolean) {
  return queryOptions({
    queryKey: homeKeys.counts(environment),
    queryFn: ({ signal }) =>
      getJson(withQuery('/api/console/reviews/counts', { environment }), reviewCountsSchema, signal),
    refetchInterval: REFRESH_MS,
    enabled,
  })
}

/** What happened in the last 24 hours. */
export function homeOverview(environment: EnvironmentName) {
  return queryOptions({
    queryKey: homeKeys.overview(environment),
    queryFn: ({ signal }) => getJson(withQuery('/api/console/home', { environment }), homeSchema, signal),
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

/** Takes the most pressing review out of the queue. */
export function useTakeNext() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (environment: EnvironmentName) =>
      postJson('/api/console/reviews/next', nextAnswerSchema, { environment }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['reviews'], refetchType: 'none' }),
  })
}
