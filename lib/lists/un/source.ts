import { createHash } from 'node:crypto'
import type { Alias, EntryType, ListedEntry } from '#lib/screening/entry.ts'
import { distinctAliases } from '../aliases.ts'
import { countryCode } from '../countries.ts'
import { brokenFile } from '../csv-file.ts'
import { aroundYear, instantOf } from '../dates.ts'
import type { ListSource } from '../source.ts'
import { childrenOf, readXml, textIn, textsIn, type XmlElement } from '../xml-file.ts'

const RECORDS = new Set(['INDIVIDUAL', 'ENTITY'])
const NAME_PARTS = ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME']

/** The United Nations Security Council consolidated list from its XML file. Source: https://www.un.org/sc/resources/sc-sanctions.xsd */
export function unSource(path: string): ListSource {
  const hash = createHash('sha256')
  let sha256 = ''
  let publishedAt: Date | null = null

  async function* read(): AsyncGenerator<ListedEntry> {
    for await (const element of readXml(path, RECORDS, hash)) {
      if (RECORDS.has(element.name)) yield toEntry(path, element)
      else if (element.name !== 'CONSOLIDATED_LIST') throw brokenFile(path, element.line, 'this is not a UN list')
      else publishedAt = instantOf(element.attributes.dateGenerated)
    }
    sha256 = hash.digest('hex')
  }
  const summary = () => ({ sha256, publishedAt, leftOut: {} })
  return { code: 'un_sc', name: 'UN Security Council consolidated list', fictional: false, read, summary }
}

function toEntry(path: string, element: XmlElement): ListedEntry {
  const type: EntryType = element.name === 'INDIVIDUAL' ? 'person' : 'organization'
  const id = textIn(element, 'DATAID')
  const primaryName = NAME_PARTS.map((part) => textIn(element, part))
    .filter((part) => part !== '')
    .join(' ')
  if (id === '' || primaryName === '') throw brokenFile(path, element.line, 'an entry has no number or no name')
  const addresses = [...childrenOf(element, 'INDIVIDUAL_ADDRESS'), ...childrenOf(element, 'ENTITY_ADDRESS')]
  const nationalities = childrenOf(element, 'NATIONALITY').flatMap((nationality) => textsIn(nationality, 'VALUE'))
  const countries = [...nationalities, ...addresses.flatMap((address) => textsIn(address, 'COUNTRY'))]
  const documents = childrenOf(element, 'INDIVIDUAL_DOCUMENT')
  return {
    id,
    type,
    primaryName,
    aliases: aliasesOf(element, primaryName),
    birthDates: [...new Set(childrenOf(element, 'INDIVIDUAL_DATE_OF_BIRTH').flatMap(birthDates))],
    countries: [...new Set(countries.map(countryCode))],
    identifiers: [...new Set(documents.flatMap((document) => textsIn(document, 'NUMBER')))],
    programs: textsIn(element, 'UN_LIST_TYPE'),
    remarks: textIn(element, 'COMMENTS1') || null,
  }
}

/** One alias element may hold several names, separated by semicolons; those of low quality are weak. */
function aliasesOf(element: XmlElement, primaryName: string): Alias[] {
  const original = textsIn(element, 'NAME_ORIGINAL_SCRIPT').map((name) => ({ name, weak: false }))
  const given = [...childrenOf(element, 'INDIVIDUAL_ALIAS'), ...childrenOf(element, 'ENTITY_ALIAS')].flatMap((alias) =>
    textIn(alias, 'ALIAS_NAME')
      .split(';')
      .map((name) => ({ name: name.trim(), weak: textIn(alias, 'QUALITY') === 'Low' })),
  )
  return distinctAliases(primaryName, [...original, ...given])
}

function birthDates(element: XmlElement): string[] {
  const [from, to] = [textIn(element, 'FROM_YEAR'), textIn(element, 'TO_YEAR')]
  if (/^\d{4}$/.test(from) && /^\d{4}$/.test(to)) return [`${from}/${to}`]
  const date = /^\d{4}(-\d{2}-\d{2})?/.exec(textIn(element, 'DATE') || textIn(element, 'YEAR'))?.[0]
  if (date === undefined) return []
  if (textIn(element, 'TYPE_OF_DATE') !== 'APPROXIMATELY') return [date]
  return [aroundYear(Number(date.slice(0, 4)))]
}
