import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, postJson } from '#components/data/api.ts'
import { availabilitySchema, noticeListSchema } from '#lib/contracts/notices.ts'

const REFRESH_MS = 20_000

/** Names of what is kept of notices. */
const noticeKeys = {
  list: ['notices', 'list'] as const,
  availability: ['notices', 'availability'] as const,
}

/** The person's latest notices; they renew themselves. */
export function noticeList(enabled: boolean) {
  return queryOptions({
    queryKey: noticeKeys.list,
    queryFn: ({ signal }) => getJson('/api/console/notices', noticeListSchema, signal),
    refetchInterval: REFRESH_MS,
    enabled,
  })
}

/** Marks notices as read: those about one review, or all. */
export function useMarkRead() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (pauseId: string | null) => postJson('/api/console/notices/read', noticeListSchema, { pauseId }),
    onSuccess: (list) => queryClient.setQueryData(noticeKeys.list, list),
  })
}

/** Whether reviews given out by turns pass the person by. */
export function availability(enabled: boolean) {
  return queryOptions({
    queryKey: noticeKeys.availability,
    queryFn: ({ signal }) => getJson('/api/console/availability', availabilitySchema, signal),
    staleTime: REFRESH_MS,
    enabled,
  })
}

/** Sets the person away or back. */
export function useSetAway() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (away: boolean) => postJson('/api/console/availability', availabilitySchema, { away }),
    onSuccess: (answer) => queryClient.setQueryData(noticeKeys.availability, answer),
  })
}
