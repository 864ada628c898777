import type { Alias } from '#lib/screening/entry.ts'
import { countryCode } from '../countries.ts'
import { aroundYear } from '../dates.ts'

/** What OFAC's remarks say besides prose. */
export type RemarkFacts = { aliases: Alias[]; birthDates: string[]; countries: string[]; identifiers: string[] }

const WEAK_ALIAS = /\b(?:a|f|n)\.k\.a\. '([^']+(?:'[A-Za-z][^']*)*)'/g
const BIRTH_DATE = /^(?:alt\. )?DOB (.+)$/
const NATIONALITY = /^(?:alt\. )?(?:nationality|citizen) (.+)$/
const IDENTIFIER_KIND =
  /passport|identification|national id|\bid (no|number|card)|identity|\btax\b|registration|licen[sc]e|cedula|c\.u\.r\.p\.|r\.f\.c\.|\bnit\b|\bruc\b|\brif\b|\brtn\b|\bssn\b|swift\/bic|mmsi|d-u-n-s|legal entity number|company number|digital currency address|serial number|tail number|construction number|folio|matricula|chamber of commerce|\bvat\b/i
const NUMBER = /(?:^|\s)((?=\S*\d)[A-Za-z0-9][^\s,()]{3,}(?: \d[^\s,()]*)*)/

/** Reads the facts out of remarks: clauses separated by semicolons, as `DOB 23 Nov 1962; nationality Iran`. */
export function readRemarks(remarks: string): RemarkFacts {
  const facts: RemarkFacts = { aliases: [], birthDates: [], countries: [], identifiers: [] }
  for (const [, name] of remarks.matchAll(WEAK_ALIAS)) if (name !== undefined) facts.aliases.push({ name, weak: true })
  for (const clause of remarks.split(';').map((part) => part.trim().replace(/\.$/, ''))) {
    const birth = BIRTH_DATE.exec(clause)?.[1]
    const birthDate = birth === undefined ? null : readDate(birth)
    if (birthDate !== null) facts.birthDates.push(birthDate)
    const nationality = NATIONALITY.exec(clause)?.[1]
    if (nationality !== undefined) facts.countries.push(countryCode(nationality))
    const identifier = IDENTIFIER_KIND.test(clause) ? NUMBER.exec(clause)?.[1] : undefined
    if (identifier !== undefined) facts.identifiers.push(identifier)
  }
  return facts
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `23 Nov 1962`, `Nov 1962`, `1962`, `circa 1962` or `1960 to 1965` as YYYY-MM-DD, YYYY-MM, YYYY or a span of years. */
export function readDate(text: string): string | null {
  const circa = /^(?:circa|approximately) /i.exec(text)
  const [from, to] = (circa ? text.slice(circa[0].length) : text).split(/ to |-(?=\d{4})/)
  const first = readDay(from ?? '')
  const last = to === undefined ? null : readDay(to.replace(/^circa /i, ''))
  if (first === null) return null
  if (last !== null) return `${first.slice(0, 4)}/${last.slice(0, 4)}`
  return circa === null ? first : aroundYear(Number(first.slice(0, 4)))
}

function readDay(text: string): string | null {
  const [, day, month, year] = /^(?:(\d{1,2}) )?(?:([A-Za-z]{3})[a-z]* )?(\d{4})$/.exec(text.trim()) ?? []
  if (year === undefined) return null
  const number = month === undefined ? -1 : MONTHS.indexOf(month.toLowerCase())
  if (number === -1) return year
  const yearMonth = `${year}-${String(number + 1).padStart(2, '0')}`
  return day === undefined ? yearMonth : `${yearMonth}-${day.padStart(2, '0')}`
}
