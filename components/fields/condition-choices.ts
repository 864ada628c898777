import { COMPARISONS, type ConditionRow, type Operand, type Operator, TEXT_TESTS } from '#lib/engine/condition-rows.ts'

/** How two things can be compared, in the order of the choice. */
export const OPERATORS = [
  ...COMPARISONS,
  ...TEXT_TESTS,
  'in',
  'notIn',
  'present',
  'absent',
  'given',
  'notGiven',
  'true',
  'false',
] as const satisfies readonly Operator[]

export const OPERAND_KINDS = ['text', 'number', 'boolean', 'path'] as const
export type OperandKind = (typeof OPERAND_KINDS)[number]

/** What kind of thing stands on the right. */
export function operandKind(operand: Operand): OperandKind {
  if ('path' in operand) return 'path'
  if (typeof operand.value === 'number') return 'number'
  return typeof operand.value === 'boolean' ? 'boolean' : 'text'
}

/** The same thing as another kind, as far as it can be. */
export function operandAs(operand: Operand, kind: OperandKind): Operand {
  const said = 'path' in operand ? operand.path : operand.value
  switch (kind) {
    case 'path':
      return { path: typeof said === 'string' ? said : '' }
    case 'number':
      return { value: said !== '' && Number.isFinite(Number(said)) ? Number(said) : 0 }
    case 'boolean':
      return { value: said === true || said === 'true' }
    case 'text':
      return { value: said === null ? '' : String(said) }
    default:
      return kind satisfies never
  }
}

/** A row that compares in another way and keeps what it compares; `type` is what is known of its left side. */
export function withOperator(row: ConditionRow, operator: Operator, type: string | undefined): ConditionRow {
  const { left } = row
  switch (operator) {
    case 'in':
    case 'notIn':
      return { left, operator, list: 'list' in row ? row.list : listFrom(row) }
    case 'present':
    case 'absent':
    case 'given':
    case 'notGiven':
    case 'true':
    case 'false':
      return { left, operator }
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return { left, operator, right: operandAs(rightOf(row), 'path' in rightOf(row) ? 'path' : 'text') }
    default: {
      const right = rightOf(row)
      const numeric = type === 'number' || type === 'integer'
      return { left, operator, right: numeric && !('path' in right) ? operandAs(right, 'number') : right }
    }
  }
}

function rightOf(row: ConditionRow): Operand {
  if ('right' in row) return row.right
  return { value: ('list' in row ? row.list[0] : undefined) ?? '' }
}

function listFrom(row: ConditionRow): (string | number)[] {
  if (!('right' in row) || 'path' in row.right) return []
  const { value } = row.right
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? [value] : []
}

/** Values written with commas between them: numbers where all of them are, else texts. */
export function listOf(text: string): (string | number)[] {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return parts.every((part) => /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(part)) ? parts.map(Number) : parts
}
