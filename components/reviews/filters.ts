import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { REVIEW_KINDS, REVIEW_TABS } from '#lib/contracts/reviews.ts'

const PARSERS = {
  tab: parseAsStringLiteral(REVIEW_TABS).withDefault('all'),
  kind: parseAsStringLiteral(['', ...REVIEW_KINDS]).withDefault(''),
  workflow: parseAsString.withDefault(''),
  assignee: parseAsString.withDefault(''),
}

/** Tab and filters of the queue, as the address holds them. */
export function useReviewFilters() {
  const [filters, set] = useQueryStates(PARSERS)
  return {
    filters,
    isFiltered: filters.kind !== '' || filters.workflow !== '' || filters.assignee !== '',
    change: (changed: Partial<typeof filters>) => void set(changed),
    clear: () => void set({ kind: null, workflow: null, assignee: null }),
  }
}
