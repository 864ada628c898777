/** Columns of the list that can be shown or not; the execution itself always is. */
export const COLUMN_IDS = [
  ...(['status', 'subject', 'version', 'trigger', 'correlation', 'environment'] as const),
  ...(['duration', 'started', 'ended'] as const),
] as const
export type ColumnId = (typeof COLUMN_IDS)[number]

export const DEFAULT_COLUMNS: readonly ColumnId[] = ['status', 'subject', 'version', 'trigger', 'duration', 'started']
