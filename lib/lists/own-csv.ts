import { createHash } from 'node:crypto'
import { AppError } from '#lib/errors.ts'
import { ENTRY_TYPES, type EntryType, type ListedEntry } from '#lib/screening/entry.ts'
import { countryCode } from './countries.ts'
import { brokenFile, partsOf, readCsv } from './csv-file.ts'
import type { ListSource } from './source.ts'

/** The columns of an own list, in this order; the first line of the file names them. */
export const OWN_COLUMNS = [
  'id',
  'type',
  'name',
  'aliases',
  'birth_dates',
  'countries',
  'identifiers',
  'programs',
  'remarks',
] as const

const LIST_CODE = /^[a-z][a-z0-9_]{1,40}$/
const BIRTH_DATE = /^\d{4}(-\d{2}(-\d{2})?|\/\d{4})?$/

/**
 * A list of one's own: CSV in UTF-8 with the columns of `OWN_COLUMNS`. `type` is person, organization, vessel or
 * aircraft; aliases, birth dates (YYYY, YYYY-MM, YYYY-MM-DD or YYYY/YYYY), countries (ISO 3166-1 alpha-2 or English
 * names), identifiers and programs are separated by semicolons; a weak alias begins with `~`.
 */
export function ownCsvSource(path: string, list: { code: string; name: string; fictional?: boolean }): ListSource {
  if (!LIST_CODE.test(list.code)) {
    throw new AppError('validation_failed', 'A list code is small letters, digits and underscores')
  }
  const hash = createHash('sha256')
  let sha256 = ''

  async function* read(): AsyncGenerator<ListedEntry> {
    const ids = new Set<string>()
    let header = true
    for await (const { line, values } of readCsv(path, OWN_COLUMNS.length, hash)) {
      if (header) {
        if (values.join() !== OWN_COLUMNS.join()) {
          throw brokenFile(path, line, `the first line must be ${OWN_COLUMNS.join()}`)
        }
        header = false
        continue
      }
      const entry = toEntry(path, line, values)
      if (ids.has(entry.id)) throw brokenFile(path, line, `entry ${entry.id} is there twice`)
      ids.add(entry.id)
      yield entry
    }
    sha256 = hash.digest('hex')
  }
  const { code, name, fictional = false } = list
  return { code, name, fictional, read, summary: () => ({ sha256, publishedAt: null, leftOut: {} }) }
}

function toEntry(path: string, line: number, values: readonly string[]): ListedEntry {
  const [id = '', type = '', primaryName = '', ...rest] = values
  const [aliases = [], birthDates = [], countries = [], identifiers = [], programs = []] = rest.map(partsOf)
  if (id === '' || primaryName === '') throw brokenFile(path, line, 'id and name are required')
  if (!isEntryType(type)) throw brokenFile(path, line, `type must be one of ${ENTRY_TYPES.join(', ')}`)
  const wrong = birthDates.find((date) => !BIRTH_DATE.test(date))
  if (wrong !== undefined) throw brokenFile(path, line, 'birth dates are YYYY, YYYY-MM, YYYY-MM-DD or YYYY/YYYY')
  return {
    id,
    type,
    primaryName,
    aliases: aliases.map((alias) => ({ name: alias.replace(/^~\s*/, ''), weak: alias.startsWith('~') })),
    birthDates,
    countries: countries.map(countryCode),
    identifiers,
    programs,
    remarks: values[8] || null,
  }
}

function isEntryType(type: string): type is EntryType {
  return ENTRY_TYPES.some((known) => known === type)
}
