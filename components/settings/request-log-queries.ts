import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { getJson, withQuery } from '#components/data/api.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import { CALL_RESULTS, PUBLIC_APIS, requestLogDetailSchema, requestLogPageSchema } from '#lib/contracts/request-log.ts'

const PATH = '/api/console/request-log'
const PAGE_ROWS = 50
const REFRESH_MS = 5_000

const PARSERS = {
  api: parseAsStringLiteral(['', ...PUBLIC_APIS]).withDefault(''),
  result: parseAsStringLiteral(['', ...CALL_RESULTS]).withDefault(''),
  q: parseAsString.withDefault(''),
  cursor: parseAsString.withDefault(''),
  call: parseAsString.withDefault(''),
}

/** The filters of the log, the page, and the call that is open, as the address holds them. */
export function useCallFilters() {
  const [{ call, ...filters }, set] = useQueryStates(PARSERS)
  return {
    filters,
    call,
    change: (changed: Partial<typeof filters>) => void set({ cursor: null, ...changed }),
    clear: () => void set(null),
    open: (id: string | null) => void set({ call: id }, { history: 'push' }),
  }
}
export type CallFilters = ReturnType<typeof useCallFilters>['filters']

/** One page of calls; the first page renews itself. */
export function callList(environment: EnvironmentName, filters: CallFilters) {
  return queryOptions({
    queryKey: ['request-log', 'list', environment, filters] as const,
    queryFn: ({ signal }) =>
      getJson(withQuery(PATH, { ...filters, environment, limit: PAGE_ROWS }), requestLogPageSchema, signal),
    placeholderData: keepPreviousData,
    refetchInterval: filters.cursor === '' ? REFRESH_MS : false,
  })
}

export function callDetail(id: string) {
  return queryOptions({
    queryKey: ['request-log', 'detail', id] as const,
    queryFn: ({ signal }) => getJson(`${PATH}/${encodeURIComponent(id)}`, requestLogDetailSchema, signal),
    enabled: id !== '',
  })
}
