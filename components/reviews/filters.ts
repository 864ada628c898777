import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { REVIEW_KINDS, REVIEW_TABS } from '#lib/contracts/reviews.ts'

export const TABS = REVIEW_TABS

const PARSERS = {
  tab: parseAsStringLiteral(TABS).withDefault('all'),
  kind: parseAsStringLiteral(['', ...REVIEW_KINDS]).withDefault(''),
  workflow: parseAsString.withDefault(''),
}

/** Tab and filters of the queue, as the address holds them. */
export function useReviewFilters() {
  const [filters, set] = useQueryStates(PARSERS)
  return {
    filters,
    isFiltered: filters.kind !== '' || filters.workflow !== '',
    change: (changed: Partial<typeof filters>) => void set(changed),
    clear: () => void set({ kind: null, workflow: null }),
  }
}
