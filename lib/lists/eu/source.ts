import { createHash } from 'node:crypto'
import type { ListedEntry } from '#lib/screening/entry.ts'
import { distinctAliases } from '../aliases.ts'
import { countryCode } from '../countries.ts'
import { brokenFile } from '../csv-file.ts'
import { aroundYear, instantOf } from '../dates.ts'
import type { ListSource } from '../source.ts'
import { childrenOf, readXml, textIn, type XmlElement } from '../xml-file.ts'

const RECORDS = new Set(['sanctionEntity'])

/** The European Union's consolidated financial sanctions list from its XML file, format 1.1 (`xmlFullSanctionsList_1_1`). */
export function euSource(path: string): ListSource {
  const hash = createHash('sha256')
  let sha256 = ''
  let publishedAt: Date | null = null

  async function* read(): AsyncGenerator<ListedEntry> {
    for await (const element of readXml(path, RECORDS, hash)) {
      if (RECORDS.has(element.name)) yield toEntry(path, element)
      else if (element.name !== 'export') throw brokenFile(path, element.line, 'this is not an EU list')
      else publishedAt = instantOf(element.attributes.generationDate)
    }
    sha256 = hash.digest('hex')
  }
  const summary = () => ({ sha256, publishedAt, leftOut: {} })
  return { code: 'eu_fsf', name: 'EU consolidated financial sanctions list', fictional: false, read, summary }
}

function toEntry(path: string, element: XmlElement): ListedEntry {
  const id = element.attributes.logicalId ?? ''
  const names = childrenOf(element, 'nameAlias').map(({ attributes }) => ({
    name: (attributes.wholeName ?? '').replace(/\s+/g, ' ').trim(),
    weak: attributes.strong === 'false',
  }))
  const primaryName = (names.find((name) => name.name !== '' && !name.weak) ?? names.find((name) => name.name !== ''))
    ?.name
  if (id === '' || primaryName === undefined) {
    throw brokenFile(path, element.line, 'an entry has no number or no name')
  }
  const kind = childrenOf(element, 'subjectType')[0]?.attributes
  const countries = [...attributesOf(element, 'citizenship'), ...attributesOf(element, 'address')].flatMap((place) => {
    const country = place.countryIso2Code || place.countryDescription || ''
    return country === '' || country === '00' ? [] : [countryCode(country)]
  })
  const identifiers = attributesOf(element, 'identification').map(
    (document) => document.number || document.latinNumber || '',
  )
  return {
    id,
    type: kind?.code === 'person' || kind?.classificationCode === 'P' ? 'person' : 'organization',
    primaryName,
    aliases: distinctAliases(primaryName, names),
    birthDates: [...new Set(attributesOf(element, 'birthdate').flatMap(birthDates))],
    countries: [...new Set(countries)],
    identifiers: [...new Set(identifiers)].filter((identifier) => identifier !== ''),
    programs: [...new Set(attributesOf(element, 'regulation').flatMap((regulation) => regulation.programme ?? []))],
    remarks: textIn(element, 'remark') || null,
  }
}

function attributesOf(element: XmlElement, name: string): Record<string, string>[] {
  return childrenOf(element, name).map((child) => child.attributes)
}

function birthDates(birth: Record<string, string>): string[] {
  const [from, to] = [birth.yearRangeFrom ?? '', birth.yearRangeTo ?? '']
  if (isYear(from) && isYear(to)) return [`${from}/${to}`]
  const date = /^\d{4}-\d{2}-\d{2}/.exec(birth.birthdate ?? '')?.[0] ?? birth.year ?? ''
  if (!isYear(date.slice(0, 4))) return []
  if (birth.circa !== 'true') return [date]
  return [aroundYear(Number(date.slice(0, 4)))]
}

function isYear(text: string): boolean {
  return /^[12]\d{3}$/.test(text)
}
