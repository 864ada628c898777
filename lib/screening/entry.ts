export const ENTRY_TYPES = ['person', 'organization', 'vessel', 'aircraft'] as const
export type EntryType = (typeof ENTRY_TYPES)[number]

/** Another name of an entry; a weak one is broad or a nickname, as the source marks it. */
export type Alias = { name: string; weak: boolean }

/** One subject of a list, whatever the list's own format. */
export type ListedEntry = {
  /** The entry's id in its source. */
  id: string
  type: EntryType
  primaryName: string
  aliases: Alias[]
  /** YYYY, YYYY-MM or YYYY-MM-DD; a span of years as `1960/1965`. */
  birthDates: string[]
  /** ISO 3166-1 alpha-2 codes, or the source's words where they name no country known here. */
  countries: string[]
  identifiers: string[]
  programs: string[]
  remarks: string | null
}
