import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { getJson, postJson, sendFile, withQuery } from '#components/data/api.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import { useMay } from '#components/session/session.tsx'
import {
  attachedSchema,
  type DecisionRequest,
  decisionAnswerSchema,
  type HitRequest,
  nextAnswerSchema,
  type ReviewTab,
  reviewCountsSchema,
  reviewDetailSchema,
  reviewersSchema,
  reviewListSchema,
  touchedSchema,
} from '#lib/contracts/reviews.ts'

const PATH = '/api/console/reviews'
const PAGE_ROWS = 25
const REFRESH_MS = 8_000
const PEOPLE_FRESH_MS = 60_000

export type ReviewFilters = { tab: ReviewTab; kind: string; workflow: string; assignee: string }

/** Names of what is kept of reviews. */
const reviewKeys = {
  all: ['reviews'] as const,
  lists: ['reviews', 'list'] as const,
  list: (environment: EnvironmentName, filters: ReviewFilters) => ['reviews', 'list', environment, filters] as const,
  counts: (environment: EnvironmentName) => ['reviews', 'counts', environment] as const,
  detail: (pauseId: string) => ['reviews', 'detail', pauseId] as const,
  people: ['reviews', 'people'] as const,
}

/** The queue, page after page; open reviews renew themselves. */
export function reviewList(environment: EnvironmentName, filters: ReviewFilters) {
  return infiniteQueryOptions({
    queryKey: reviewKeys.list(environment, filters),
    queryFn: ({ signal, pageParam }) => {
      const { workflow, assignee, ...same } = filters
      const whose = filters.tab === 'all' ? assignee : ''
      const query = { ...same, assignee: whose, workflowId: workflow, environment, cursor: pageParam, limit: PAGE_ROWS }
      return getJson(withQuery(PATH, query), reviewListSchema, signal)
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: filters.tab === 'done' ? false : REFRESH_MS,
  })
}

/** How many open reviews each tab shows. */
export function reviewCounts(environment: EnvironmentName) {
  return queryOptions({
    queryKey: reviewKeys.counts(environment),
    queryFn: ({ signal }) => getJson(withQuery(`${PATH}/counts`, { environment }), reviewCountsSchema, signal),
    refetchInterval: REFRESH_MS,
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

/** People who may decide reviews, for those who may decide too; empty until they are known. */
export function useReviewers() {
  const mayRead = useMay('reviews:read')
  const { data } = useQuery({
    queryKey: reviewKeys.people,
    queryFn: ({ signal }) => getJson('/api/console/reviewers', reviewersSchema, signal),
    staleTime: PEOPLE_FRESH_MS,
    enabled: mayRead,
  })
  return data?.data ?? []
}

/** What a person says to a review: a decision, or that they agree with the proposal they have read. */
export type Answer = DecisionRequest | { proposalId: string }

/** Puts a decision or a confirmation on record; a refusal keeps everything as it is and renews what is known of the review. */
export function useDecide(pauseId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (answer: Answer) => {
      const what = 'proposalId' in answer ? 'confirmation' : 'decision'
      return postJson(`${PATH}/${encodeURIComponent(pauseId)}/${what}`, decisionAnswerSchema, answer)
    },
    onError: () => queryClient.invalidateQueries({ queryKey: reviewKeys.detail(pauseId) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: reviewKeys.all, refetchType: 'none' }),
  })
}

type Deed =
  | { what: 'claim'; body: Record<string, never> }
  | { what: 'assignee'; body: { userId: string | null } }
  | { what: 'snooze'; body: { until: string | null } }
  | { what: 'priority'; body: { priority: number } }
  | { what: 'comments'; body: { text: string } }
  | { what: 'return'; body: { proposalId: string; reason: string } }
  | { what: 'hits'; body: HitRequest }

/** Does something to a review other than deciding it, and renews what is known of it. */
export function useDeed(pauseId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ what, body }: Deed) =>
      postJson(`${PATH}/${encodeURIComponent(pauseId)}/${what}`, touchedSchema, body),
    onSettled: () => queryClient.invalidateQueries({ queryKey: reviewKeys.all }),
  })
}

/** Takes the most pressing review out of the queue. */
export function useTakeNext() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (environment: EnvironmentName) => postJson(`${PATH}/next`, nextAnswerSchema, { environment }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: reviewKeys.all, refetchType: 'none' }),
  })
}

/** Another open review that the person has in hand already, or `null`. */
export async function findMine(environment: EnvironmentName, except: string): Promise<string | null> {
  const path = withQuery(PATH, { environment, tab: 'mine', limit: 20 })
  const { data } = await getJson(path, reviewListSchema)
  const waiting = data.find(({ pauseId, snoozedUntil }) => pauseId !== except && snoozedUntil === null)
  return waiting?.pauseId ?? null
}

/** Where the bytes of a case's file are. */
export function fileAddress(pauseId: string, fileId: string): string {
  return `${PATH}/${encodeURIComponent(pauseId)}/files/${encodeURIComponent(fileId)}`
}

/** Keeps a file with a review. */
export function useAttach(pauseId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (file: File) => sendFile(`${PATH}/${encodeURIComponent(pauseId)}/files`, attachedSchema, file),
    onSettled: () => queryClient.invalidateQueries({ queryKey: reviewKeys.detail(pauseId) }),
  })
}
