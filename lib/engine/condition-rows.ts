import { parse } from '@bufbuild/cel'

/** What a row compares with: a path, or a value written down. */
export type Operand = { path: string } | { value: string | number | boolean | null }

export const COMPARISONS = ['==', '!=', '>', '>=', '<', '<='] as const
export const TEXT_TESTS = ['contains', 'startsWith', 'endsWith'] as const
export type Operator = (typeof COMPARISONS)[number] | (typeof TEXT_TESTS)[number] | Unary | 'in' | 'notIn'
/** `given` asks whether a member is there at all, `present` whether it is something else than null. */
type Unary = 'given' | 'notGiven' | 'present' | 'absent' | 'true' | 'false'

/** One comparison: `left` is a path like `sanctions_screening.status`. */
export type ConditionRow =
  | { left: string; operator: (typeof COMPARISONS)[number]; right: Operand }
  | { left: string; operator: (typeof TEXT_TESTS)[number]; right: Operand }
  | { left: string; operator: Unary }
  | { left: string; operator: 'in' | 'notIn'; list: (string | number)[] }

/** Rows and groups of rows of which all, or any, must hold. */
export type ConditionGroup = { join: 'all' | 'any'; parts: (ConditionRow | ConditionGroup)[] }

type Expression = NonNullable<ReturnType<typeof parse>['expr']>
type Part = ConditionRow | ConditionGroup

const JOINS = { '_&&_': 'all', '_||_': 'any' } as const
const CALLS: Record<string, (typeof COMPARISONS)[number]> = {
  '_==_': '==',
  '_!=_': '!=',
  '_>_': '>',
  '_>=_': '>=',
  '_<_': '<',
  '_<=_': '<=',
}
const PATH = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])*$/

/** A CEL expression as rows; `undefined` where it says more than rows can. Empty text is no row at all. */
export function toRows(text: string): ConditionGroup | undefined {
  if (text.trim() === '') return { join: 'all', parts: [] }
  try {
    const { expr } = parse(text)
    const part = expr && partOf(expr)
    return part && ('join' in part ? part : { join: 'all', parts: [part] })
  } catch {
    return undefined
  }
}

/** The CEL expression of rows; rows without a left side, and groups without rows, say nothing. */
export function fromRows(group: ConditionGroup): string {
  return group.parts
    .map((part) => ('join' in part ? inGroup(part) : rowText(part)))
    .filter((text) => text !== '')
    .join(group.join === 'all' ? ' && ' : ' || ')
}

function inGroup(group: ConditionGroup): string {
  const text = fromRows(group)
  const said = group.parts.filter((part) => ('join' in part ? fromRows(part) : rowText(part)) !== '')
  return said.length > 1 ? `(${text})` : text
}

/** Whether a text can stand on the left of a row. */
export function isConditionPath(text: string): boolean {
  return PATH.test(text)
}

function rowText(row: ConditionRow): string {
  if (!isConditionPath(row.left)) return ''
  switch (row.operator) {
    case 'true':
      return row.left
    case 'false':
      return `!${row.left}`
    case 'given':
      return hasText(row.left)
    case 'notGiven':
      return hasText(row.left) && `!${hasText(row.left)}`
    case 'present':
      return `${row.left} != null`
    case 'absent':
      return `${row.left} == null`
    case 'in':
      return `${row.left} in ${listText(row.list)}`
    case 'notIn':
      return `!(${row.left} in ${listText(row.list)})`
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return `${row.left}.${row.operator}(${operandText(row.right)})`
    default:
      return `${row.left} ${row.operator} ${operandText(row.right)}`
  }
}

/** CEL asks only members whether they are there (cel-spec, macros). */
function hasText(path: string): string {
  return /\.[A-Za-z0-9_]+$/.test(path) ? `has(${path})` : ''
}

function listText(list: readonly (string | number)[]): string {
  return `[${list.map((value) => operandText({ value })).join(', ')}]`
}

function operandText(operand: Operand): string {
  if ('path' in operand) return isConditionPath(operand.path) ? operand.path : '""'
  const { value } = operand
  if (typeof value === 'number' && !Number.isInteger(value)) return decimalText(value)
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

function decimalText(value: number): string {
  return Number.isFinite(value) ? String(value) : '0'
}

function partOf(expression: Expression): Part | undefined {
  const { exprKind } = expression
  if (exprKind.case !== 'callExpr') {
    const asked = askedMember(expression)
    if (asked !== undefined) return { left: asked, operator: 'given' }
    const left = pathOf(expression)
    return left === undefined ? undefined : { left, operator: 'true' }
  }
  const { function: name, args, target } = exprKind.value
  const join = name === '_&&_' || name === '_||_' ? JOINS[name] : undefined
  if (join) return joined(join, args)
  const [first, second] = args
  if (name === '!_' && first) return negated(first)
  if (target) return first && textTest(name, target, first)
  const left = first && pathOf(first)
  if (left === undefined) return undefined
  if (!second) return undefined
  if (name === '@in') return membership(left, second, 'in')
  const operator = CALLS[name]
  const right = operandOf(second)
  if (!operator || !right) return undefined
  if ('value' in right && right.value === null) {
    if (operator === '!=') return { left, operator: 'present' }
    return operator === '==' ? { left, operator: 'absent' } : undefined
  }
  return { left, operator, right }
}

/** A chain of the same join is one group, however it was put in brackets. */
function joined(join: 'all' | 'any', args: readonly Expression[]): Part | undefined {
  const parts: Part[] = []
  for (const arg of args) {
    const part = partOf(arg)
    if (!part) return undefined
    if ('join' in part && part.join === join) parts.push(...part.parts)
    else parts.push(part)
  }
  return { join, parts }
}

/** `a.b` of `has(a.b)`. */
function askedMember({ exprKind }: Expression): string | undefined {
  if (exprKind.case !== 'selectExpr' || !exprKind.value.testOnly || !exprKind.value.operand) return undefined
  const operand = pathOf(exprKind.value.operand)
  return operand === undefined ? undefined : `${operand}.${exprKind.value.field}`
}

function negated(inner: Expression): Part | undefined {
  const asked = askedMember(inner)
  if (asked !== undefined) return { left: asked, operator: 'notGiven' }
  const left = pathOf(inner)
  if (left !== undefined) return { left, operator: 'false' }
  const part = partOf(inner)
  return part && 'operator' in part && part.operator === 'in' ? { ...part, operator: 'notIn' } : undefined
}

function textTest(name: string, target: Expression, argument: Expression): Part | undefined {
  const operator = TEXT_TESTS.find((test) => test === name)
  const left = pathOf(target)
  const right = operandOf(argument)
  return operator && left !== undefined && right ? { left, operator, right } : undefined
}

function membership(left: string, list: Expression, operator: 'in'): Part | undefined {
  if (list.exprKind.case !== 'listExpr') return undefined
  const values = list.exprKind.value.elements.map(operandOf)
  const plain = values.flatMap((operand) =>
    operand && 'value' in operand && (typeof operand.value === 'string' || typeof operand.value === 'number')
      ? [operand.value]
      : [],
  )
  return plain.length === values.length ? { left, operator, list: plain } : undefined
}

function operandOf(expression: Expression): Operand | undefined {
  const path = pathOf(expression)
  if (path !== undefined) return { path }
  const { exprKind } = expression
  if (exprKind.case === 'callExpr' && exprKind.value.function === '-_') {
    const [inner] = exprKind.value.args
    const positive = inner && operandOf(inner)
    return positive && 'value' in positive && typeof positive.value === 'number'
      ? { value: -positive.value }
      : undefined
  }
  if (exprKind.case !== 'constExpr') return undefined
  const { constantKind } = exprKind.value
  switch (constantKind.case) {
    case 'stringValue':
    case 'boolValue':
      return { value: constantKind.value }
    case 'doubleValue':
      return Number.isInteger(constantKind.value) ? undefined : { value: constantKind.value }
    case 'int64Value': {
      const value = Number(constantKind.value)
      return Number.isSafeInteger(value) ? { value } : undefined
    }
    case 'nullValue':
      return { value: null }
    default:
      return undefined
  }
}

/** `a.b[0].c` of an expression that only goes through members. */
function pathOf(expression: Expression): string | undefined {
  const { exprKind } = expression
  if (exprKind.case === 'identExpr') return exprKind.value.name
  if (exprKind.case === 'selectExpr') {
    if (exprKind.value.testOnly || !exprKind.value.operand) return undefined
    const operand = pathOf(exprKind.value.operand)
    return operand === undefined ? undefined : `${operand}.${exprKind.value.field}`
  }
  if (exprKind.case !== 'callExpr' || exprKind.value.function !== '_[_]') return undefined
  const [list, position] = exprKind.value.args
  const operand = list && pathOf(list)
  const at = position && operandOf(position)
  const whole = at && 'value' in at && typeof at.value === 'number' && at.value >= 0
  return operand !== undefined && whole ? `${operand}[${at.value}]` : undefined
}
