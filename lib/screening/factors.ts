import type { EntryType, ListedEntry } from './entry.ts'

/** How one thing said of the subject agrees with the entry. */
export type Agreement = 'match' | 'partial' | 'mismatch' | 'unknown'

/** What is known of the subject besides the name; dates as YYYY or YYYY-MM-DD, countries as ISO 3166-1 alpha-2. */
export type SubjectFacts = { type?: EntryType; birthDate?: string; countries?: string[]; identifiers?: string[] }

/** Years by which two birth dates may differ before they are taken to contradict each other. */
export const BIRTH_YEAR_TOLERANCE = 2

/** Each factor apart; none of them is added to the score of the name. */
export function compareFacts(subject: SubjectFacts, entry: ListedEntry) {
  return {
    birthDate: compareBirthDates(subject.birthDate, entry.birthDates),
    country: compareCountries(subject.countries ?? [], entry.countries),
    identifier: compareIdentifiers(subject.identifiers ?? [], entry.identifiers),
    type: subject.type === undefined ? ('unknown' as const) : subject.type === entry.type ? 'match' : 'mismatch',
  } satisfies Record<string, Agreement>
}

/**
 * `match` when all that both sides say agrees, `partial` for the same year, day and month exchanged, or years within
 * the tolerance, `mismatch` when every listed date is further away.
 */
export function compareBirthDates(given: string | undefined, listed: readonly string[]): Agreement {
  const own = given === undefined ? undefined : datePattern.exec(given.trim())?.[0]
  const known = listed.filter((date) => datePattern.test(date))
  if (own === undefined || known.length === 0) return 'unknown'
  const agreements = known.map((date) => compareDates(own, date))
  return agreements.find((a) => a === 'match') ?? agreements.find((a) => a === 'partial') ?? 'mismatch'
}

const datePattern = /^\d{4}(-\d{2}(-\d{2})?)?/

function compareDates(given: string, listed: string): Agreement {
  const year = Number(given.slice(0, 4))
  const [from, to] = listed.split('/').map((part) => Number(part.slice(0, 4)))
  if (from === undefined) return 'unknown'
  if (to !== undefined && year >= from && year <= to) return 'partial'
  if (to === undefined && (given.startsWith(listed) || listed.startsWith(given))) return 'match'
  const away = Math.min(Math.abs(year - from), Math.abs(year - (to ?? from)))
  return away <= BIRTH_YEAR_TOLERANCE ? 'partial' : 'mismatch'
}

function compareCountries(given: readonly string[], listed: readonly string[]): Agreement {
  if (given.length === 0 || listed.length === 0) return 'unknown'
  const own = new Set(given.map((country) => country.trim().toUpperCase()))
  return listed.some((country) => own.has(country.toUpperCase())) ? 'match' : 'mismatch'
}

/** Different identifiers say nothing: a subject has several documents. */
function compareIdentifiers(given: readonly string[], listed: readonly string[]): Agreement {
  const own = new Set(given.map(bareIdentifier))
  return listed.map(bareIdentifier).some((identifier) => identifier !== '' && own.has(identifier)) ? 'match' : 'unknown'
}

const SHORTEST_IDENTIFIER = 5

/** An identifier in capitals without spaces and marks, or an empty text where it is too short to tell anyone apart. */
export function bareIdentifier(identifier: string): string {
  const bare = identifier.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return bare.length < SHORTEST_IDENTIFIER ? '' : bare
}
