import type { Layout, MrzField } from './layout.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const DIGITS = '0123456789'
const ANY = `${DIGITS}${LETTERS}<`

/** The characters that may stand in a field (ICAO 9303 part 3, 4.3; an unknown day or month is left empty). */
const ALLOWED: Readonly<Record<MrzField, string>> = {
  documentCode: ANY,
  issuingState: `${LETTERS}<`,
  documentNumber: ANY,
  names: `${LETTERS}<`,
  birthDate: `${DIGITS}<`,
  expirationDate: `${DIGITS}<`,
  sex: 'MFX<',
  nationality: `${LETTERS}<`,
  optional: ANY,
  checkDigit: `${DIGITS}<`,
}

/** The characters that may stand at a place of a zone; its very first is a letter. */
export function allowedAt(layout: Layout, line: number, column: number): string {
  if (line === 0 && column === 0) return LETTERS
  const place = layout.fields.find((span) => span.line === line && column >= span.start && column < span.end)
  return place ? ALLOWED[place.field] : ANY
}
