import { createHash } from 'node:crypto'
import type { Alias, EntryType, ListedEntry } from '#lib/screening/entry.ts'
import { distinctAliases } from '../aliases.ts'
import { countryCode } from '../countries.ts'
import { brokenFile } from '../csv-file.ts'
import type { ListSource } from '../source.ts'
import { descendantsOf, readXml, textIn, type XmlElement } from '../xml-file.ts'

const RECORDS = new Set(['Designation'])
const NAME_PARTS = ['Name1', 'Name2', 'Name3', 'Name4', 'Name5', 'Name6']
const TYPES: Record<string, EntryType> = { individual: 'person', entity: 'organization', ship: 'vessel' }

/** The UK Sanctions List of the Foreign, Commonwealth and Development Office from its XML file (`UK_Sanctions_List.xml`). */
export function ukSource(path: string): ListSource {
  const hash = createHash('sha256')
  let sha256 = ''

  async function* read(): AsyncGenerator<ListedEntry> {
    for await (const element of readXml(path, RECORDS, hash)) {
      if (RECORDS.has(element.name)) yield toEntry(path, element)
      else if (element.name !== 'Designations') throw brokenFile(path, element.line, 'this is not a UK list')
    }
    sha256 = hash.digest('hex')
  }
  const summary = () => ({ sha256, publishedAt: null, leftOut: {} })
  return { code: 'uk_sanctions', name: 'UK Sanctions List', fictional: false, read, summary }
}

function toEntry(path: string, element: XmlElement): ListedEntry {
  const id = textIn(element, 'UniqueID')
  const type = TYPES[textIn(element, 'IndividualEntityShip').toLowerCase()]
  const names = namesOf(element)
  const primaryName = (names.find((name) => name.primary) ?? names[0])?.name
  if (id === '' || primaryName === undefined) {
    throw brokenFile(path, element.line, 'an entry has no number or no name')
  }
  if (type === undefined) throw brokenFile(path, element.line, 'an entry is no individual, entity or ship')
  const countries = ['Nationality', 'AddressCountry', 'CurrentBelievedFlagOfShip'].flatMap((name) =>
    deepTexts(element, name),
  )
  return {
    id,
    type,
    primaryName,
    aliases: distinctAliases(primaryName, [
      ...names.map(({ name, weak }) => ({ name, weak })),
      ...deepTexts(element, 'NameNonLatinScript').map((name) => ({ name, weak: false })),
    ]),
    birthDates: [...new Set(deepTexts(element, 'DOB').flatMap(readDate))],
    countries: [...new Set(countries.map(countryCode))],
    identifiers: [
      ...new Set(
        ['PassportNumber', 'NationalIdentifierNumber', 'IMONumber'].flatMap((name) => deepTexts(element, name)),
      ),
    ],
    programs: deepTexts(element, 'RegimeName'),
    remarks: textIn(element, 'OtherInformation') || null,
  }
}

function namesOf(element: XmlElement): (Alias & { primary: boolean })[] {
  return descendantsOf(element, 'Names')
    .flatMap((names) => names.children)
    .map((name) => ({
      name: NAME_PARTS.map((part) => textIn(name, part))
        .filter((part) => part !== '')
        .join(' '),
      primary: textIn(name, 'NameType').toLowerCase() === 'primary name',
      weak: /low/i.test(textIn(name, 'AliasStrength')),
    }))
    .filter(({ name }) => name !== '')
}

function deepTexts(element: XmlElement, name: string): string[] {
  return descendantsOf(element, name)
    .map((found) => found.text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '')
}

/** `23/11/1962`, with letters or zeros where day or month are not known. */
function readDate(text: string): string[] {
  const [, day, month, year] = /^(\w{2})\/(\w{2})\/(\d{4})$/.exec(text) ?? []
  if (year === undefined) return []
  if (!/^(0[1-9]|1[0-2])$/.test(month ?? '')) return [year]
  return [/^(0[1-9]|[12]\d|3[01])$/.test(day ?? '') ? `${year}-${month}-${day}` : `${year}-${month}`]
}
