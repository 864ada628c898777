import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { type ExecutionDetail, executionDetailSchema } from '#lib/contracts/executions.ts'
import { isTerminal } from '#lib/engine/state.ts'
import { getJson } from './api.ts'
import { withNews } from './live.ts'
import { heardOf, listenTo, type Connection as Open } from './live-stream.ts'

const UNHEARD_REFRESH_MS = 2_000

/** How current what is shown is; `ended` needs no news. */
export type Connection = Open | 'ended'

/** One execution as the history has it; every screen that shows it shares what was read. */
export function executionQuery(executionId: string) {
  return queryOptions({
    queryKey: ['executions', 'detail', executionId] as const,
    queryFn: ({ signal }) =>
      getJson(`/api/console/executions/${encodeURIComponent(executionId)}`, executionDetailSchema, signal),
  })
}

/** One execution, followed as it runs: read once, then told by a stream, and read again where there is more to know. */
export function useLiveExecution(executionId: string | undefined): {
  detail: ExecutionDetail | undefined
  error: unknown
  refetch(): void
  connection: Connection
} {
  const query = useQuery({
    ...executionQuery(executionId ?? ''),
    enabled: executionId !== undefined,
    refetchInterval: ({ state }) =>
      heardOf(executionId).connection === 'polling' && isUnderway(state.data) ? UNHEARD_REFRESH_MS : false,
  })
  const { data, error, refetch } = query
  const { live, connection } = useStream(executionId, isUnderway(data))
  const detail = useMemo(() => data && withNews(data, live), [data, live])
  const ended = data !== undefined && !isUnderway(data)
  return { detail, error, refetch: () => void refetch(), connection: ended ? 'ended' : connection }
}

function isUnderway(detail: ExecutionDetail | undefined): boolean {
  return detail !== undefined && !isTerminal(detail.status)
}

/** What the stream of an execution tells, while it is underway. */
function useStream(executionId: string | undefined, underway: boolean) {
  const queryClient = useQueryClient()
  const subscribe = useCallback(
    (listener: () => void) => {
      if (executionId === undefined || !underway) return () => {}
      const readAgain = () => void queryClient.invalidateQueries({ queryKey: executionQuery(executionId).queryKey })
      return listenTo(executionId, readAgain, listener)
    },
    [executionId, underway, queryClient],
  )
  const heard = () => heardOf(executionId)
  return useSyncExternalStore(subscribe, heard, heard)
}
