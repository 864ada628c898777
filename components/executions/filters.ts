import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { EXECUTION_STATUSES } from '#lib/engine/state.ts'

export const TIMES = ['any', 'hour', 'day', 'week', 'month'] as const
export type TimeFilter = (typeof TIMES)[number]

const HOUR_MS = 3_600_000
const LENGTHS: Record<Exclude<TimeFilter, 'any'>, number> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
}

/** How the address holds the filters of the list. */
const PARSERS = {
  status: parseAsArrayOf(parseAsStringLiteral(EXECUTION_STATUSES)).withDefault([]),
  workflow: parseAsString.withDefault(''),
  time: parseAsStringLiteral(TIMES).withDefault('any'),
  q: parseAsString.withDefault(''),
  cursor: parseAsString.withDefault(''),
}

/** The filters in the address; any change but of the cursor starts again at the newest. */
export function useFilters() {
  const [filters, set] = useQueryStates(PARSERS)
  return {
    filters,
    change: (changed: Partial<Omit<typeof filters, 'cursor'>>) => void set({ ...changed, cursor: null }),
    clear: () => void set(null),
    turnTo: (cursor: string | null) => void set({ cursor }, { history: 'push', scroll: true }),
  }
}
export type Filters = ReturnType<typeof useFilters>['filters']

/** Whether anything narrows the list. */
export function isFiltered({ status, workflow, time, q }: Filters): boolean {
  return status.length > 0 || workflow !== '' || time !== 'any' || q !== ''
}

/** Start of the time chosen, as ISO 8601, seen from `now` in milliseconds. */
export function startOf(time: TimeFilter, now: number): string | undefined {
  return time === 'any' ? undefined : new Date(now - LENGTHS[time]).toISOString()
}
