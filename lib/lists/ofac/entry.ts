import type { EntryType, ListedEntry } from '#lib/screening/entry.ts'
import { distinctAliases } from '../aliases.ts'
import { countryCode } from '../countries.ts'
import { readRemarks } from './remarks.ts'

/** What the other files say of entries, by entry number: names, country names, the rest of long remarks. */
export type Extras = {
  aliases: Map<string, string[]>
  countries: Map<string, string[]>
  comments: Map<string, string[]>
}

/** Puts a value with an entry's others. */
export function fileUnder(byEntry: Map<string, string[]>, id = '', value: string): void {
  const values = byEntry.get(id)
  if (values === undefined) byEntry.set(id, [value])
  else values.push(value)
}

/** A value of an OFAC file; `-0-` stands for nothing. */
export function text(value: string | undefined): string {
  return value === undefined || value === '-0-' ? '' : value
}

/**
 * An entry from its line: number, name, type, programs, title, call sign, vessel type, tonnage, gross registered
 * tonnage, flag, owner, remarks.
 */
export function toEntry(values: readonly string[], extras: Extras): ListedEntry {
  const [id = '', name, kind, programs, , callSign, , , , flag, , remarks] = values.map(text)
  const type = typeOf(kind ?? '')
  // Long remarks break off in the middle of a word and go on in the comments.
  const allRemarks = [remarks, ...(extras.comments.get(id) ?? [])].join('')
  const facts = readRemarks(allRemarks)
  const primaryName = readName(name ?? '', type)
  const strong = (extras.aliases.get(id) ?? []).map((alias) => ({ name: readName(alias, type), weak: false }))
  const weak = facts.aliases.map((alias) => ({ ...alias, name: readName(alias.name, type) }))
  const addresses = [...(extras.countries.get(id) ?? []), flag ?? ''].filter((country) => country !== '')
  return {
    id,
    type,
    primaryName,
    aliases: distinctAliases(primaryName, [...strong, ...weak]),
    birthDates: [...new Set(facts.birthDates)],
    countries: [...new Set([...facts.countries, ...addresses.map(countryCode)])],
    identifiers: [...new Set([...facts.identifiers, callSign ?? ''])].filter((identifier) => identifier !== ''),
    programs: readPrograms(programs ?? ''),
    remarks: allRemarks === '' ? null : allRemarks,
  }
}

function typeOf(kind: string): EntryType {
  if (kind === 'individual') return 'person'
  return kind === 'vessel' || kind === 'aircraft' ? kind : 'organization'
}

/** People are listed as `LAST, First`. */
function readName(name: string, type: EntryType): string {
  const comma = type === 'person' ? name.indexOf(', ') : -1
  return comma === -1 ? name : `${name.slice(comma + 2)} ${name.slice(0, comma)}`
}

/** `SDGT] [IFSR` are two programs. */
function readPrograms(programs: string): string[] {
  return programs
    .split(/\]\s*\[/)
    .map((program) => program.replace(/[[\]]/g, '').trim())
    .filter((program) => program !== '')
}
