import type { MrzReading } from '#lib/blocks/services.ts'
import { checkDigit } from './check-digit.ts'

export type MrzFormat = MrzReading['format']
export type MrzField =
  | 'documentCode'
  | 'issuingState'
  | 'documentNumber'
  | 'names'
  | 'birthDate'
  | 'expirationDate'
  | 'sex'
  | 'nationality'
  | 'optional'
  | 'checkDigit'

/** Columns `start` (included) to `end` (excluded) of one line, counted from 0. */
export type Span = { line: number; start: number; end: number }
export type Check = { field: string; over: readonly Span[]; digit: Span }
export type Layout = {
  format: MrzFormat
  lines: number
  width: number
  fields: readonly (Span & { field: MrzField })[]
  checks: readonly Check[]
}

const at = (line: number, start: number, end: number): Span => ({ line, start, end })

function upperLine(nameEnd: number): Layout['fields'] {
  return [
    { field: 'documentCode', ...at(0, 0, 2) },
    { field: 'issuingState', ...at(0, 2, 5) },
    { field: 'names', ...at(0, 5, nameEnd) },
  ]
}

const LOWER_LINE: Layout['fields'] = [
  { field: 'documentNumber', ...at(1, 0, 9) },
  { field: 'checkDigit', ...at(1, 9, 10) },
  { field: 'nationality', ...at(1, 10, 13) },
  { field: 'birthDate', ...at(1, 13, 19) },
  { field: 'checkDigit', ...at(1, 19, 20) },
  { field: 'sex', ...at(1, 20, 21) },
  { field: 'expirationDate', ...at(1, 21, 27) },
  { field: 'checkDigit', ...at(1, 27, 28) },
]

const LOWER_CHECKS: readonly Check[] = [
  { field: 'documentNumber', over: [at(1, 0, 9)], digit: at(1, 9, 10) },
  { field: 'birthDate', over: [at(1, 13, 19)], digit: at(1, 19, 20) },
  { field: 'expirationDate', over: [at(1, 21, 27)], digit: at(1, 27, 28) },
]

/** Where each field stands, by format: ICAO 9303 part 4 (TD3), part 5 (TD1), part 6 (TD2), part 7 (MRV-A, MRV-B). */
export const LAYOUTS: Readonly<Record<MrzFormat, Layout>> = {
  TD1: {
    format: 'TD1',
    lines: 3,
    width: 30,
    fields: [
      { field: 'documentCode', ...at(0, 0, 2) },
      { field: 'issuingState', ...at(0, 2, 5) },
      { field: 'documentNumber', ...at(0, 5, 14) },
      { field: 'checkDigit', ...at(0, 14, 15) },
      { field: 'optional', ...at(0, 15, 30) },
      { field: 'birthDate', ...at(1, 0, 6) },
      { field: 'checkDigit', ...at(1, 6, 7) },
      { field: 'sex', ...at(1, 7, 8) },
      { field: 'expirationDate', ...at(1, 8, 14) },
      { field: 'checkDigit', ...at(1, 14, 15) },
      { field: 'nationality', ...at(1, 15, 18) },
      { field: 'optional', ...at(1, 18, 29) },
      { field: 'checkDigit', ...at(1, 29, 30) },
      { field: 'names', ...at(2, 0, 30) },
    ],
    checks: [
      { field: 'documentNumber', over: [at(0, 5, 14)], digit: at(0, 14, 15) },
      { field: 'birthDate', over: [at(1, 0, 6)], digit: at(1, 6, 7) },
      { field: 'expirationDate', over: [at(1, 8, 14)], digit: at(1, 14, 15) },
      { field: 'composite', over: [at(0, 5, 30), at(1, 0, 7), at(1, 8, 15), at(1, 18, 29)], digit: at(1, 29, 30) },
    ],
  },
  TD2: {
    format: 'TD2',
    lines: 2,
    width: 36,
    fields: [
      ...upperLine(36),
      ...LOWER_LINE,
      { field: 'optional', ...at(1, 28, 35) },
      { field: 'checkDigit', ...at(1, 35, 36) },
    ],
    checks: [
      ...LOWER_CHECKS,
      { field: 'composite', over: [at(1, 0, 10), at(1, 13, 20), at(1, 21, 35)], digit: at(1, 35, 36) },
    ],
  },
  TD3: {
    format: 'TD3',
    lines: 2,
    width: 44,
    fields: [
      ...upperLine(44),
      ...LOWER_LINE,
      { field: 'optional', ...at(1, 28, 42) },
      { field: 'checkDigit', ...at(1, 42, 43) },
      { field: 'checkDigit', ...at(1, 43, 44) },
    ],
    checks: [
      ...LOWER_CHECKS,
      { field: 'optional', over: [at(1, 28, 42)], digit: at(1, 42, 43) },
      { field: 'composite', over: [at(1, 0, 10), at(1, 13, 20), at(1, 21, 43)], digit: at(1, 43, 44) },
    ],
  },
  MRVA: {
    format: 'MRVA',
    lines: 2,
    width: 44,
    fields: [...upperLine(44), ...LOWER_LINE, { field: 'optional', ...at(1, 28, 44) }],
    checks: LOWER_CHECKS,
  },
  MRVB: {
    format: 'MRVB',
    lines: 2,
    width: 36,
    fields: [...upperLine(36), ...LOWER_LINE, { field: 'optional', ...at(1, 28, 36) }],
    checks: LOWER_CHECKS,
  },
}

/** The layout that lines of this shape and first letter have, or `null`. */
export function layoutOf(lines: readonly string[]): Layout | null {
  const visa = lines[0]?.startsWith('V') ?? false
  const fits = (layout: Layout) =>
    lines.length === layout.lines &&
    lines.every((line) => line.length === layout.width) &&
    layout.format.startsWith('MRV') === visa
  return Object.values(LAYOUTS).find(fits) ?? null
}

/** The characters of a span. */
export function textAt(lines: readonly string[], span: Span): string {
  return lines[span.line]?.slice(span.start, span.end) ?? ''
}

/** The first span of a field. */
export function spanOf(layout: Layout, field: MrzField): Span {
  const span = layout.fields.find((candidate) => candidate.field === field)
  if (!span) throw new Error(`${layout.format} has no field ${field}`)
  return span
}

/**
 * The layout's checks for these lines. A document number of more than nine characters goes on in the optional data,
 * with `<` where its check digit would stand (ICAO 9303 part 5, 4.2.2.1, note j; TD1 and TD2 only).
 */
export function checksOf(layout: Layout, lines: readonly string[]): readonly Check[] {
  const tail = longNumberTail(layout, lines)
  if (!tail) return layout.checks
  return layout.checks.map((check) => {
    if (check.field !== 'documentNumber') return check
    const over = [...check.over, { ...tail, end: tail.end - 1 }]
    return { ...check, over, digit: { ...tail, start: tail.end - 1 } }
  })
}

/** The part of a long document number, its check digit included, that stands in the optional data. */
export function longNumberTail(layout: Layout, lines: readonly string[]): Span | null {
  if (layout.format !== 'TD1' && layout.format !== 'TD2') return null
  const number = spanOf(layout, 'documentNumber')
  const optional = spanOf(layout, 'optional')
  if (textAt(lines, number).includes('<')) return null
  if (textAt(lines, { ...number, start: number.end, end: number.end + 1 }) !== '<') return null
  const length = textAt(lines, optional).split('<')[0]?.length ?? 0
  return length < 2 ? null : { ...optional, end: optional.start + length }
}

/** Whether the printed digit is the right one; an empty optional field may leave its digit empty (part 4, 4.2.2.2). */
export function isCheckValid(check: Check, lines: readonly string[]): boolean {
  const text = check.over.map((span) => textAt(lines, span)).join('')
  const digit = textAt(lines, check.digit)
  if (check.field === 'optional' && digit === '<') return /^<*$/.test(text)
  return digit === checkDigit(text)
}
