import {
  parseAsArrayOf,
  parseAsInteger,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from 'nuqs'
import { TRIGGERS } from '#lib/contracts/executions.ts'
import { EXECUTION_STATUSES } from '#lib/engine/state.ts'
import { COLUMN_IDS, DEFAULT_COLUMNS } from './columns.ts'

export const TIMES = ['any', 'hour', 'day', 'week', 'month', 'custom'] as const
export type TimeFilter = (typeof TIMES)[number]

const HOUR_MS = 3_600_000
const LENGTHS: Record<Exclude<TimeFilter, 'any' | 'custom'>, number> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
}

/** How the address holds what the list shows. */
const PARSERS = {
  show: parseAsStringLiteral(['runs', 'failures']).withDefault('runs'),
  status: parseAsArrayOf(parseAsStringLiteral(EXECUTION_STATUSES)).withDefault([]),
  workflow: parseAsString.withDefault(''),
  version: parseAsInteger,
  trigger: parseAsStringLiteral(TRIGGERS),
  starter: parseAsString.withDefault(''),
  input: parseAsArrayOf(parseAsString).withDefault([]),
  time: parseAsStringLiteral(TIMES).withDefault('any'),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  q: parseAsString.withDefault(''),
  fingerprint: parseAsString.withDefault(''),
  columns: parseAsArrayOf(parseAsStringLiteral(COLUMN_IDS)).withDefault([...DEFAULT_COLUMNS]),
  cursor: parseAsString.withDefault(''),
}

/** The filters in the address; any change but of the cursor starts again at the newest. */
export function useFilters() {
  const [filters, set] = useQueryStates(PARSERS)
  return {
    filters,
    change: (changed: Partial<Omit<typeof filters, 'cursor'>>) => void set({ ...changed, cursor: null }),
    clear: () => void set({ ...CLEARED }),
    turnTo: (cursor: string | null) => void set({ cursor }, { history: 'push', scroll: true }),
  }
}
export type Filters = ReturnType<typeof useFilters>['filters']

const CLEARED = {
  ...{ status: null, workflow: null, version: null, trigger: null, starter: null, input: null },
  ...{ time: null, from: null, to: null, q: null, fingerprint: null, cursor: null },
}

/** Whether anything narrows the list. */
export function isFiltered(filters: Filters): boolean {
  const { status, workflow, time, q, fingerprint } = filters
  return (
    status.length > 0 || workflow !== '' || time !== 'any' || q !== '' || fingerprint !== '' || hasMore(filters) > 0
  )
}

/** How many of the filters are set that stand under "more". */
export function hasMore({ version, trigger, starter, input }: Filters): number {
  return [version !== null, trigger !== null, starter !== ''].filter(Boolean).length + input.length
}

/** Start of the time chosen, as ISO 8601, seen from `now` in milliseconds. */
export function startOf(time: TimeFilter, now: number): string | undefined {
  return time === 'any' || time === 'custom' ? undefined : new Date(now - LENGTHS[time]).toISOString()
}

/** The filters as the API takes them, seen from `now` in milliseconds. */
export function toQuery(filters: Filters, now: number) {
  const { status, workflow, version, trigger, starter, input, time, from, to, q, fingerprint } = filters
  const custom = time === 'custom'
  return {
    ...{ status, version: workflow === '' ? null : version, trigger, starter, input, q, fingerprint },
    workflowId: workflow,
    from: custom ? from?.toISOString() : startOf(time, now),
    to: custom ? to?.toISOString() : undefined,
  }
}
