import type * as lists from '#lib/store/lists.ts'

/** Where versions of lists and registers rest. */
export type VersionStore = Pick<
  typeof lists,
  | 'activateListVersion'
  | 'activeVersionOf'
  | 'confirmListVersion'
  | 'discardListVersion'
  | 'ensureList'
  | 'openListVersion'
  | 'withListLock'
>

/** The same with the entries of sanctions lists. */
export type ListStore = VersionStore & Pick<typeof lists, 'insertListEntries'>
