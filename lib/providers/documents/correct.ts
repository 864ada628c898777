import { type Check, checksOf, isCheckValid, type Layout, type Span, textAt } from './layout.ts'

/** Characters that print alike in OCR-B; `O -> 0` in one class, never across classes. */
const LOOKALIKES = ['O0', 'I1L', 'Z2', 'S5', 'G6', 'B8'] as const
const MOST_SUBSTITUTIONS = 3

export type Correction = { field: string; line: number; column: number; from: string; to: string }
/** The characters that may have been misread as the one at a place. */
export type Alternatives = (character: string, line: number, column: number) => string
/** Of text nothing is known but its characters: any may be a lookalike's misreading. */
export const lookalikesOf: Alternatives = (character) => LOOKALIKES.find((group) => group.includes(character)) ?? ''

/**
 * The lines with misread characters put right by the check digits: letters become digits where only digits can
 * stand; then the fewest substitutions that make every check digit hold, where exactly one such set exists.
 */
export function correctLines(
  layout: Layout,
  lines: readonly string[],
  alternatives: Alternatives,
): { lines: readonly string[]; corrections: readonly Correction[] } {
  const numeric = correctDigits(layout, lines)
  const wrong = checksOf(layout, numeric.lines).filter((check) => !isCheckValid(check, numeric.lines))
  if (wrong.length === 0) return numeric
  const options = suspects(layout, wrong).flatMap((place) => substitutions(layout, numeric.lines, place, alternatives))
  for (let size = 1; size <= MOST_SUBSTITUTIONS; size++) {
    const fits = subsets(options, size).filter((set) => holds(layout, apply(numeric.lines, set)))
    const only = fits[0]
    if (only === undefined) continue
    if (fits.length > 1) return numeric
    return { lines: apply(numeric.lines, only), corrections: [...numeric.corrections, ...only] }
  }
  return numeric
}

type Place = { field: string; line: number; column: number; digit: boolean }

function correctDigits(layout: Layout, lines: readonly string[]) {
  const corrections = numericSpans(layout).flatMap(({ field, ...span }) =>
    places(field, span, true).flatMap(({ line, column }) => {
      const from = textAt(lines, { line, start: column, end: column + 1 })
      const to = [...lookalikesOf(from, line, column)].find(isDigit)
      return isDigit(from) || to === undefined ? [] : [{ field, line, column, from, to }]
    }),
  )
  return { lines: apply(lines, corrections), corrections }
}

function numericSpans(layout: Layout): (Span & { field: string })[] {
  const dates = layout.fields.filter(({ field }) => field === 'birthDate' || field === 'expirationDate')
  return [...dates, ...layout.checks.map(({ field, digit }) => ({ field, ...digit }))]
}

/** Where the error may be: in the fields whose own digit is wrong, else in what only the composite digit covers. */
function suspects(layout: Layout, wrong: readonly Check[]): Place[] {
  const own = wrong.filter((check) => check.field !== 'composite')
  const places_ = own.flatMap((check) => [
    ...check.over.flatMap((span) => places(check.field, span, isDate(check.field))),
    ...places(check.field, check.digit, true),
  ])
  if (own.length > 0) return places_
  const optional = layout.fields.filter(({ field }) => field === 'optional')
  const checked = new Set(layout.checks.map((check) => check.field))
  return [
    ...(checked.has('optional') ? [] : optional.flatMap((span) => places('optional', span, false))),
    ...wrong.flatMap((check) => places('composite', check.digit, true)),
  ]
}

function places(field: string, span: Span, digit: boolean): Place[] {
  return Array.from({ length: span.end - span.start }, (_, i) => ({
    field,
    line: span.line,
    column: span.start + i,
    digit,
  }))
}

function substitutions(
  layout: Layout,
  lines: readonly string[],
  place: Place,
  alternatives: Alternatives,
): Correction[] {
  const { field, line, column, digit } = place
  const from = textAt(lines, { line, start: column, end: column + 1 })
  return [...alternatives(from, line, column)]
    .filter((to) => to !== from && (!digit || isDigit(to) || (to === '<' && layout.format !== 'TD3')))
    .map((to) => ({ field, line, column, from, to }))
}

function subsets(options: readonly Correction[], size: number, from = 0): Correction[][] {
  if (size === 0) return [[]]
  return options.flatMap((option, i) =>
    i < from
      ? []
      : subsets(options, size - 1, i + 1)
          .filter((rest) => rest.every((other) => other.line !== option.line || other.column !== option.column))
          .map((rest) => [option, ...rest]),
  )
}

function apply(lines: readonly string[], corrections: readonly Correction[]): string[] {
  const cells = lines.map((line) => [...line])
  for (const { line, column, to } of corrections) {
    const row = cells[line]
    if (row) row[column] = to
  }
  return cells.map((row) => row.join(''))
}

function holds(layout: Layout, lines: readonly string[]): boolean {
  return checksOf(layout, lines).every((check) => isCheckValid(check, lines))
}

const isDigit = (character: string) => /^\d$/.test(character)
const isDate = (field: string) => field === 'birthDate' || field === 'expirationDate'
