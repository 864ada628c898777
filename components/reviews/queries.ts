import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { getJson, postJson, withQuery } from '#components/data/api.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import {
  type DecisionRequest,
  decisionAnswerSchema,
  type ReviewListQuery,
  reviewDetailSchema,
  reviewListSchema,
} from '#lib/contracts/reviews.ts'

const PATH = '/api/console/reviews'
const PAGE_ROWS = 25
const REFRESH_MS = 8_000

export type ReviewFilters = { tab: ReviewListQuery['tab']; kind: string; workflow: string }

/** Names of what is kept of reviews. */
const reviewKeys = {
  all: ['reviews'] as const,
  list: (environment: EnvironmentName, filters: ReviewFilters) => ['reviews', 'list', environment, filters] as const,
  detail: (pauseId: string) => ['reviews', 'detail', pauseId] as const,
}

/** The queue, page after page; open reviews renew themselves. */
export function reviewList(environment: EnvironmentName, filters: ReviewFilters) {
  return infiniteQueryOptions({
    queryKey: reviewKeys.list(environment, filters),
    queryFn: ({ signal, pageParam }) => {
      const { workflow, ...same } = filters
      const query = { ...same, workflowId: workflow, environment, cursor: pageParam, limit: PAGE_ROWS }
      return getJson(withQuery(PATH, query), reviewListSchema, signal)
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: filters.tab !== 'done' ? REFRESH_MS : false,
  })
}

/** One review with its evidence; an open one renews itself so that a person sees when it was decided elsewhere. */
export function reviewDetail(pauseId: string) {
  return queryOptions({
    queryKey: reviewKeys.detail(pauseId),
    queryFn: ({ signal }) => getJson(`${PATH}/${encodeURIComponent(pauseId)}`, reviewDetailSchema, signal),
    refetchInterval: ({ state }) => (state.data?.status === 'open' ? REFRESH_MS : false),
  })
}

/** Puts a decision on record; a refusal keeps everything as it is and renews what is known of the review. */
export function useDecide(pauseId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (request: DecisionRequest) =>
      postJson(`${PATH}/${encodeURIComponent(pauseId)}/decision`, decisionAnswerSchema, request),
    onError: () => queryClient.invalidateQueries({ queryKey: reviewKeys.detail(pauseId) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: reviewKeys.all, refetchType: 'none' }),
  })
}

/** The oldest open review but this one, or `null` when all are done or nobody can tell. */
export async function findNextReview(
  queryClient: QueryClient,
  environment: EnvironmentName,
  except: string,
): Promise<string | null> {
  const path = withQuery(PATH, { environment, tab: 'unassigned', limit: 2 })
  const open = await queryClient
    .fetchQuery({
      queryKey: ['reviews', 'next', environment],
      queryFn: () => getJson(path, reviewListSchema),
      staleTime: 0,
    })
    .catch(() => null)
  return open?.data.find(({ pauseId }) => pauseId !== except)?.pauseId ?? null
}
