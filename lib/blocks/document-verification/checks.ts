import type { MrzReading } from '../services.ts'
import { sameName } from './names.ts'

type Check = { code: string; passed: boolean; detail: string }
/** A check's outcome with what a failure means: the document is refused, or the reading cannot be relied on. */
export type Finding = Check & { onFailure: 'rejected' | 'inconclusive' }

/** How sure every field that leaves the block must be, from 0 to 1. */
export const MINIMUM_CONFIDENCE = 0.6
const SPECIMEN_STATE = 'UTO'
const OLDEST_AGE = 130
const CHECKED: Readonly<Record<string, string>> = { optional: 'optional data', composite: 'whole zone' }

export const DOCUMENT_TYPES = ['passport', 'id_card', 'visa', 'other'] as const
export type DocumentType = (typeof DOCUMENT_TYPES)[number]

/** What the author and the caller expect of the document. */
export type Expectations = {
  acceptSpecimens: boolean
  declaredName: string | null
  declaredBirthDate: string | null
  acceptedTypes: readonly string[]
  acceptedStates: readonly string[]
}

/** The kind of document that a document code names (ICAO 9303 parts 4 to 7). */
export function documentType(code: string | null): DocumentType {
  if (code?.startsWith('P')) return 'passport'
  if (code?.startsWith('V')) return 'visa'
  return code !== null && /^[IAC]/.test(code) ? 'id_card' : 'other'
}

/** Everything that is checked of a reading, in the order a person would ask. */
export async function checkReading(
  mrz: MrzReading,
  source: 'text' | 'image',
  today: string,
  expected: Expectations,
): Promise<Finding[]> {
  const digits = checkDigits(mrz, source === 'image' ? 'inconclusive' : 'rejected')
  const refuted = digits.some((digit) => !digit.passed && digit.onFailure === 'rejected')
  return [
    { code: 'mrz_found', passed: true, detail: `A ${mrz.format} machine readable zone`, onFailure: 'inconclusive' },
    ...digits,
    { ...legible(mrz), onFailure: refuted ? 'rejected' : 'inconclusive' },
    ...checkDates(mrz.fields, today),
    specimen(mrz.fields.issuingState, expected.acceptSpecimens),
    ...(await declared(mrz.fields, expected)),
    ...accepted(mrz.fields, expected),
  ]
}

function checkDigits(mrz: MrzReading, onFailure: Finding['onFailure']): Finding[] {
  return mrz.checkDigits.map(({ field, valid }) => ({
    code: `check_digit_${snakeCase(field)}`,
    passed: valid,
    detail: `The check digit of the ${CHECKED[field] ?? spaced(field)} is ${valid ? 'right' : 'wrong'}`,
    onFailure,
  }))
}

function legible({ fields, confidence }: MrzReading): Check {
  const needed = ['issuingState', 'documentNumber', 'lastName', 'birthDate', 'expirationDate'] as const
  const empty = needed.filter((field) => fields[field] === null)
  const { optional: _, ...reported } = confidence
  const unsure = Object.entries(reported).flatMap(([field, sure]) => (sure < MINIMUM_CONFIDENCE ? [field] : []))
  const names = [...new Set([...empty, ...unsure])].map(spaced)
  const detail = names.length === 0 ? 'Every field was read clearly' : `Not clearly read: ${names.join(', ')}`
  return { code: 'legible', passed: names.length === 0, detail }
}

function checkDates({ birthDate, expirationDate }: MrzReading['fields'], today: string): Finding[] {
  if (birthDate === null || expirationDate === null) return []
  const oldest = `${Number(today.slice(0, 4)) - OLDEST_AGE}${today.slice(4)}`
  const plausible = birthDate <= today && birthDate >= oldest && birthDate < expirationDate
  const expired = expirationDate < today
  return [
    {
      code: 'plausible_dates',
      passed: plausible,
      detail: plausible ? 'The dates agree with one another' : 'The dates cannot belong to one person and document',
      onFailure: 'rejected',
    },
    {
      code: 'not_expired',
      passed: !expired,
      detail: `The document ${expired ? 'expired' : 'is valid until'} ${expired ? 'on ' : ''}${expirationDate}`,
      onFailure: 'rejected',
    },
  ]
}

function specimen(state: string | null, acceptSpecimens: boolean): Finding {
  const isSpecimen = state === SPECIMEN_STATE
  return {
    code: 'specimen_state',
    passed: !isSpecimen || acceptSpecimens,
    detail: isSpecimen
      ? `A specimen of the fictional state ${SPECIMEN_STATE}, ${acceptSpecimens ? '' : 'not '}accepted in this environment`
      : 'Not a specimen',
    onFailure: 'rejected',
  }
}

async function declared(fields: MrzReading['fields'], expected: Expectations): Promise<Finding[]> {
  const findings: Finding[] = []
  if (expected.declaredName !== null) {
    const passed = await sameName(expected.declaredName, { first: fields.firstName, last: fields.lastName })
    const detail = `The declared name ${passed ? 'agrees' : 'does not agree'} with the document`
    findings.push({ code: 'declared_name', passed, detail, onFailure: 'rejected' })
  }
  if (expected.declaredBirthDate !== null) {
    const passed = expected.declaredBirthDate === fields.birthDate
    const detail = `The declared birth date ${passed ? 'agrees' : 'does not agree'} with the document`
    findings.push({ code: 'declared_birth_date', passed, detail, onFailure: 'rejected' })
  }
  return findings
}

function accepted(fields: MrzReading['fields'], expected: Expectations): Finding[] {
  const oneOf = (code: string, what: string, value: string | null, allowed: readonly string[]): Finding[] => {
    if (allowed.length === 0) return []
    const passed = value !== null && allowed.some((item) => item.toLowerCase() === value.toLowerCase())
    const detail = `${what} ${value ?? 'unknown'} is ${passed ? '' : 'not '}accepted`
    return [{ code, passed, detail, onFailure: 'rejected' }]
  }
  return [
    ...oneOf('accepted_type', 'The document type', documentType(fields.documentCode), expected.acceptedTypes),
    ...oneOf('accepted_state', 'The issuing state', fields.issuingState, expected.acceptedStates),
  ]
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function spaced(name: string): string {
  return snakeCase(name).replaceAll('_', ' ')
}
