import { states } from 'mrz'
import type { MrzReading } from '#lib/blocks/services.ts'
import { type Alternatives, type Correction, correctLines, lookalikesOf } from './correct.ts'
import { birthDate, expirationDate } from './dates.ts'
import {
  checksOf,
  isCheckValid,
  type Layout,
  layoutOf,
  longNumberTail,
  type MrzField,
  type Span,
  spanOf,
  textAt,
} from './layout.ts'

/** What a reader of images adds to the characters it read. */
export type Evidence = {
  /** 0 to 1 for the character at a place. */
  confidence(line: number, column: number): number
  /** The same, once a check digit has ruled out every other character but those it cannot tell from this one. */
  checkedConfidence(line: number, column: number): number
  alternatives: Alternatives
}

/** How sure a value can be that was put right with two check digits, its own and the composite one, or with one. */
const CORRECTED = { twice: 0.9, once: 0.5 }
const CERTAIN: Evidence = { confidence: () => 1, checkedConfidence: () => 1, alternatives: lookalikesOf }

/** Codes of ICAO 9303 part 3, section 5, with that of its specimens. */
const STATES = [...Object.keys(states), 'UTO']

const SHAPES: Readonly<Partial<Record<MrzField, RegExp>>> = {
  documentCode: /^[A-Z][A-Z0-9<]$/,
  issuingState: oneOf(STATES),
  nationality: oneOf(STATES),
  names: /^[A-Z][A-Z<]*$/,
  sex: /^[MFX<]$/,
}
const SEXES: Readonly<Record<string, MrzReading['fields']['sex']>> = {
  F: 'female',
  M: 'male',
  X: 'unspecified',
  '<': 'unspecified',
}

function oneOf(codes: readonly string[]): RegExp {
  return new RegExp(`^(?:${codes.map((code) => code.padEnd(3, '<')).join('|')})$`)
}

/** The fields of machine readable lines (ICAO 9303 parts 3 to 7); `null` where the lines have no known shape. */
export function parseMrz(lines: readonly string[], now: Date, evidence: Evidence = CERTAIN): MrzReading | null {
  const layout = layoutOf(lines)
  if (!layout) return null
  const corrected = correctLines(layout, lines, evidence.alternatives)
  return {
    format: layout.format,
    lines: [...corrected.lines],
    fields: readFields(layout, corrected.lines, now),
    checkDigits: checksOf(layout, corrected.lines).map((check) => ({
      field: check.field,
      valid: isCheckValid(check, corrected.lines),
    })),
    confidence: rateFields(layout, corrected, evidence),
    corrections: corrected.corrections.map(({ field, from, to }) => `${field}: ${from} -> ${to}`),
  }
}

function readFields(layout: Layout, lines: readonly string[], now: Date): MrzReading['fields'] {
  const printed = (field: MrzField) => textAt(lines, spanOf(layout, field))
  const shaped = (field: MrzField) => (SHAPES[field]?.test(printed(field)) ? printed(field) : '')
  const [last, ...rest] = shaped('names').split('<<')
  return {
    documentCode: words(shaped('documentCode')),
    issuingState: words(shaped('issuingState')),
    documentNumber: words(documentNumber(layout, lines)),
    firstName: words(rest.join('<')),
    lastName: words(last ?? ''),
    birthDate: birthDate(printed('birthDate'), now),
    expirationDate: expirationDate(printed('expirationDate'), now),
    sex: SEXES[printed('sex')] ?? null,
    nationality: words(shaped('nationality')),
    optional: words(optionalText(layout, lines)),
  }
}

function documentNumber(layout: Layout, lines: readonly string[]): string {
  const tail = longNumberTail(layout, lines)
  const rest = tail ? textAt(lines, { ...tail, end: tail.end - 1 }) : ''
  return textAt(lines, spanOf(layout, 'documentNumber')) + rest
}

function optionalText(layout: Layout, lines: readonly string[]): string {
  const tail = longNumberTail(layout, lines)
  const spans = layout.fields.filter(({ field }) => field === 'optional')
  return spans
    .map((span) => (tail?.line === span.line ? { ...span, start: tail.end } : span))
    .map((span) => textAt(lines, span))
    .join('<')
}

function words(text: string): string | null {
  return text.replace(/<+/g, ' ').trim() || null
}

function rateFields(
  layout: Layout,
  { lines, corrections }: { lines: readonly string[]; corrections: readonly Correction[] },
  evidence: Evidence,
): MrzReading['confidence'] {
  const checks = checksOf(layout, lines)
  const composite = checks.find((check) => check.field === 'composite')
  const broken = composite !== undefined && !isCheckValid(composite, lines)
  const rate = (field: MrzField): number => {
    const spans = layout.fields.filter((span) => span.field === field)
    const seen = Math.min(...spans.flatMap((span) => eachCell(span, evidence.confidence)))
    const checked = Math.min(...spans.flatMap((span) => eachCell(span, evidence.checkedConfidence)))
    const check = checks.find((candidate) => candidate.field === field)
    if (!check) return SHAPES[field]?.test(textAt(lines, spanOf(layout, field))) === false ? 0 : seen
    if (!isCheckValid(check, lines)) return 0
    if (corrections.some((correction) => correction.field === field))
      return CORRECTED[composite && !broken ? 'twice' : 'once']
    return broken ? Math.min(seen, 0.5) : checked
  }
  return {
    documentCode: rate('documentCode'),
    issuingState: rate('issuingState'),
    documentNumber: rate('documentNumber'),
    firstName: rate('names'),
    lastName: rate('names'),
    birthDate: rate('birthDate'),
    expirationDate: rate('expirationDate'),
    sex: rate('sex'),
    nationality: rate('nationality'),
    optional: rate('optional'),
  }
}

function eachCell(span: Span, rate: (line: number, column: number) => number): number[] {
  return Array.from({ length: span.end - span.start }, (_, i) => rate(span.line, span.start + i))
}
