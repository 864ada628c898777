import { createHash } from 'node:crypto'
import { AppError } from '#lib/errors.ts'
import type { EntryType, ListedEntry } from '#lib/screening/entry.ts'
import { distinctAliases } from '../aliases.ts'
import { countryCode } from '../countries.ts'
import { brokenFile, partsOf, readCsv } from '../csv-file.ts'
import type { ListSource } from '../source.ts'

const COLUMNS = ['id', 'schema', 'name', 'aliases', 'birth_date', 'countries', 'identifiers', 'dataset'] as const
type Column = (typeof COLUMNS)[number]

/** Kinds of the source that can be screened; others, as securities and wallets, are left out. */
const TYPES: Record<string, EntryType> = {
  Person: 'person',
  Organization: 'organization',
  Company: 'organization',
  LegalEntity: 'organization',
  PublicBody: 'organization',
  Vessel: 'vessel',
  Airplane: 'aircraft',
}

const LIST_CODE = /^[a-z][a-z0-9_]{1,40}$/
const BIRTH_DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/

/**
 * A collection of OpenSanctions from its simplified CSV (`targets.simple.csv`), under the operator's own licence.
 * `code` is the collection's name, as `sanctions` or `peps`; the list is called `opensanctions_<code>`, those of
 * politically exposed people `pep_opensanctions`.
 */
export function openSanctionsSource(path: string, code: string): ListSource {
  if (!LIST_CODE.test(code)) {
    throw new AppError('validation_failed', 'A collection is named in small letters, digits and underscores')
  }
  const hash = createHash('sha256')
  const leftOut: Record<string, number> = {}
  let sha256 = ''

  async function* read(): AsyncGenerator<ListedEntry> {
    let columns: Record<Column, number> | null = null
    for await (const { line, values } of readCsv(path, 'as first', hash)) {
      if (columns === null) {
        columns = columnsOf(path, line, values)
        continue
      }
      const entry = toEntry(path, line, values, columns)
      if (entry === null) leftOut['other kinds'] = (leftOut['other kinds'] ?? 0) + 1
      else yield entry
    }
    sha256 = hash.digest('hex')
  }
  return {
    code: code.startsWith('pep') ? 'pep_opensanctions' : `opensanctions_${code}`,
    name: `OpenSanctions ${code}`,
    fictional: false,
    read,
    summary: () => ({ sha256, publishedAt: null, leftOut }),
  }
}

function columnsOf(path: string, line: number, header: readonly string[]): Record<Column, number> {
  const at = (column: Column) => {
    const place = header.indexOf(column)
    if (place === -1) throw brokenFile(path, line, `the column ${column} is missing`)
    return place
  }
  return {
    id: at('id'),
    schema: at('schema'),
    name: at('name'),
    aliases: at('aliases'),
    birth_date: at('birth_date'),
    countries: at('countries'),
    identifiers: at('identifiers'),
    dataset: at('dataset'),
  }
}

function toEntry(
  path: string,
  line: number,
  values: readonly string[],
  columns: Record<Column, number>,
): ListedEntry | null {
  const value = (column: Column) => values[columns[column]] ?? ''
  const type = TYPES[value('schema')]
  if (type === undefined) return null
  const [id, primaryName] = [value('id'), value('name')]
  if (id === '' || primaryName === '') throw brokenFile(path, line, 'id and name are required')
  return {
    id,
    type,
    primaryName,
    aliases: distinctAliases(
      primaryName,
      partsOf(value('aliases')).map((name) => ({ name, weak: false })),
    ),
    birthDates: partsOf(value('birth_date')).filter((date) => BIRTH_DATE.test(date)),
    countries: [...new Set(partsOf(value('countries')).map(countryCode))],
    identifiers: partsOf(value('identifiers')),
    programs: partsOf(value('dataset')),
    remarks: null,
  }
}
