import type * as lists from '#lib/store/lists.ts'

/** Where lists and their versions rest. */
export type ListStore = Pick<
  typeof lists,
  | 'activateListVersion'
  | 'activeVersionOf'
  | 'confirmListVersion'
  | 'discardListVersion'
  | 'ensureList'
  | 'insertListEntries'
  | 'openListVersion'
  | 'withListLock'
>
