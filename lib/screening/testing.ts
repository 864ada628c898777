import type { EntryType, ListedEntry } from './entry.ts'

/** An entry with what a test says of it. */
export function buildEntry(name: string, overrides: Partial<ListedEntry> = {}): ListedEntry {
  return {
    id: name,
    type: 'person',
    primaryName: name,
    aliases: [],
    birthDates: [],
    countries: [],
    identifiers: [],
    programs: [],
    remarks: null,
    ...overrides,
  }
}

const FIRST_NAMES = 'Ahmed Ivan Maria Juan Olga Hassan Wei Carlos Fatima Pavel Amina Jose Dmitri Leila Kofi'.split(' ')
const LAST_NAMES = 'Petrov Garcia Hussein Zhang Kim Ivanov Khan Mensah Lopez Haddad Orlov Tanaka Silva Novak'.split(' ')
const BUSINESSES = 'Trading Shipping Holding Petroleum Bank Industries Aviation'.split(' ')

/** Some 300 names that make common words common, as in a real list. */
export function backgroundEntries(): ListedEntry[] {
  const people = FIRST_NAMES.flatMap((first) => LAST_NAMES.map((last) => buildEntry(`${first} ${last}`)))
  const organizations = LAST_NAMES.flatMap((last) =>
    BUSINESSES.map((business) =>
      buildEntry(`${last} ${business} Company Limited`, { type: 'organization' satisfies EntryType }),
    ),
  )
  return [...people, ...organizations]
}
