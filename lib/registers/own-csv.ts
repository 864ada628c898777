import type { Hash } from 'node:crypto'
import type { CompanyRecord } from '#lib/blocks/services.ts'
import { AppError } from '#lib/errors.ts'
import { brokenFile, partsOf } from '#lib/lists/csv-file.ts'
import { companyOf, type RegisterLine, type RegisterSource, registerSource } from './source.ts'
import { readTable } from './table.ts'

/** The columns of an own register; only the first two are required. */
export const OWN_COLUMNS = [
  'number',
  'name',
  'other_names',
  'jurisdiction',
  'status',
  'incorporated_on',
  'address',
  'identifiers',
  'owners',
] as const

const REGISTER_CODE = /^[a-z][a-z0-9_]{1,40}$/
const STATUSES = ['active', 'inactive', 'unknown'] as const
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** A register of one's own: CSV in UTF-8 with the columns of `OWN_COLUMNS`; lists within a column are separated by semicolons. */
export function ownRegisterSource(
  path: string,
  register: { code: string; name: string; fictional?: boolean },
): RegisterSource {
  if (!REGISTER_CODE.test(register.code)) {
    throw new AppError('validation_failed', 'A register code is small letters, digits and underscores')
  }
  return registerSource(register, path, (hash) => read(path, hash))
}

async function* read(path: string, hash: Hash): AsyncGenerator<RegisterLine> {
  for await (const { line, value } of readTable(path, hash, ['number', 'name'])) {
    const incorporatedOn = value('incorporated_on') || null
    if (incorporatedOn !== null && !DAY.test(incorporatedOn)) {
      throw brokenFile(path, line, 'incorporated_on must be YYYY-MM-DD')
    }
    const company = companyOf({
      number: value('number'),
      name: value('name'),
      aliases: partsOf(value('other_names')),
      jurisdiction: value('jurisdiction').toUpperCase() || null,
      status: statusOf(path, line, value('status')),
      statusText: value('status') || null,
      incorporatedOn,
      address: value('address') || null,
      identifiers: partsOf(value('identifiers')).map((text) => ({ type: 'other', value: text })),
      owners: value('owners') === '' ? null : partsOf(value('owners')).map(toOwner),
    })
    yield { line, company }
  }
}

function statusOf(path: string, line: number, text: string): CompanyRecord['status'] {
  const status = STATUSES.find((known) => known === (text || 'unknown'))
  if (status === undefined) throw brokenFile(path, line, `status must be one of ${STATUSES.join(', ')}`)
  return status
}

function toOwner(name: string) {
  return { name, holding: null, since: null }
}
