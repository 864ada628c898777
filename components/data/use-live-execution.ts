import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { type ExecutionDetail, executionDetailSchema } from '#lib/contracts/executions.ts'
import { executionChangeSchema } from '#lib/contracts/stream.ts'
import { isTerminal } from '#lib/engine/state.ts'
import { getJson, withQuery } from './api.ts'
import { asksForMore, hear, type Live, withNews } from './live.ts'

const PATH = '/api/console/executions'
const UNHEARD_REFRESH_MS = 2_000

/** How current what is shown is: `live` as it happens, `polling` where the stream cannot be had. */
export type Connection = 'connecting' | 'live' | 'polling' | 'ended'

/** One execution as the history has it; every screen that shows it shares what was read. */
export function executionQuery(executionId: string) {
  return queryOptions({
    queryKey: ['executions', 'detail', executionId] as const,
    queryFn: ({ signal }) => getJson(`${PATH}/${encodeURIComponent(executionId)}`, executionDetailSchema, signal),
  })
}

/** One execution, followed as it runs: read once, then told by a stream, and read again where there is more to know. */
export function useLiveExecution(executionId: string | undefined): {
  detail: ExecutionDetail | undefined
  error: unknown
  refetch(): void
  connection: Connection
} {
  const [heard, setHeard] = useState<Heard>(SILENCE)
  const mine = heard.executionId === executionId ? heard : SILENCE
  const query = useQuery({
    ...executionQuery(executionId ?? ''),
    enabled: executionId !== undefined,
    refetchInterval: ({ state }) =>
      mine.connection === 'polling' && state.data && !isTerminal(state.data.status) ? UNHEARD_REFRESH_MS : false,
  })
  const { data, error, refetch } = query
  const running = data !== undefined && !isTerminal(data.status)
  useStream(running ? executionId : undefined, setHeard)
  const detail = useMemo(() => data && withNews(data, mine.live), [data, mine.live])
  const ended = data !== undefined && !running
  return { detail, error, refetch: () => void refetch(), connection: ended ? 'ended' : mine.connection }
}

type Heard = { executionId: string | undefined; live: Live | undefined; connection: Connection }
const SILENCE: Heard = { executionId: undefined, live: undefined, connection: 'connecting' }

/**
 * Keeps a stream open while somebody looks: browsers allow few connections to one place, so a page in the background
 * gives its own back.
 */
function useStream(executionId: string | undefined, tell: (next: (before: Heard) => Heard) => void): void {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (executionId === undefined) return
    let source: EventSource | undefined
    let lastId: string | undefined
    const change = (next: Partial<Heard>) => tell((before) => ({ ...before, ...next, executionId }))
    const readAgain = () => void queryClient.invalidateQueries({ queryKey: executionQuery(executionId).queryKey })

    const open = () => {
      const goesOn = lastId !== undefined
      source = new EventSource(withQuery(`${PATH}/${executionId}/stream`, { after: lastId ?? 'now' }))
      source.onopen = () => {
        change({ connection: 'live' })
        if (!goesOn) readAgain()
      }
      source.onmessage = (message: MessageEvent<string>) => {
        lastId = message.lastEventId
        const news = executionChangeSchema.parse(JSON.parse(message.data))
        tell((before) => ({
          executionId,
          connection: 'live',
          live: hear(before.executionId === executionId ? before.live : undefined, news),
        }))
        if (asksForMore(news)) readAgain()
        if (news.type === 'ended') source?.close()
      }
      source.onerror = () => {
        if (source?.readyState !== EventSource.CLOSED) return
        lastId = undefined
        change({ connection: 'polling', live: undefined })
        readAgain()
      }
    }
    const look = () => {
      if (document.visibilityState === 'hidden') source?.close()
      else if (!source || source.readyState === EventSource.CLOSED) open()
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      source?.close()
    }
  }, [executionId, tell, queryClient])
}
