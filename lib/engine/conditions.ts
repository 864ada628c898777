import { type CelInput, celEnv, isCelError, isCelList, isCelMap, isCelUint, parse, plan } from '@bufbuild/cel'
import { BlockFailure } from './block.ts'
import { isJsonObject, type Json } from './json.ts'

/** Names a condition reads, with the members it goes through: `a.b.c > 1` reads `['a', 'b', 'c']`. */
export type ParsedCondition = { ok: true; reads: string[][] } | { ok: false; message: string }

const MAX_LENGTH = 4_000
const MAX_LIST = 10_000
const MAX_PARSED = 2_000

type Expression = NonNullable<ReturnType<typeof parse>['expr']>
type Compiled = { evaluate: ReturnType<typeof plan>; reads: string[][] } | { message: string }

const environment = celEnv()
const compiled = new Map<string, Compiled>()

/** Checks a CEL expression (cel-spec) without running it. */
export function parseCondition(text: string): ParsedCondition {
  const result = compile(text)
  return 'message' in result ? { ok: false, message: result.message } : { ok: true, reads: result.reads }
}

/** The value of a CEL expression over JSON values; whole numbers are ints. Throws `BlockFailure` `condition_error`. */
export function evaluateCondition(text: string, lookUp: (name: string) => Json | undefined): Json {
  const result = compile(text)
  if ('message' in result) throw failure(text, result.message)
  const names = new Set(result.reads.map(([root = '']) => root))
  const bindings = Array.from(names).flatMap((name): [string, CelInput][] => {
    const value = lookUp(name)
    return value === undefined ? [] : [[name, toCel(value, text)]]
  })
  const value = result.evaluate(Object.fromEntries(bindings))
  if (isCelError(value)) throw failure(text, value.message)
  return fromCel(value)
}

function failure(text: string, message: string): BlockFailure {
  return new BlockFailure({
    code: 'condition_error',
    message: `The condition \`${text.slice(0, 200)}\` failed: ${message}`,
  })
}

function compile(text: string): Compiled {
  const known = compiled.get(text)
  if (known) return known
  const result = compileAnew(text)
  if (compiled.size >= MAX_PARSED) compiled.clear()
  compiled.set(text, result)
  return result
}

function compileAnew(text: string): Compiled {
  if (text.trim() === '') return { message: 'it is empty' }
  if (text.length > MAX_LENGTH) return { message: `it is longer than ${MAX_LENGTH} characters` }
  try {
    const parsed = parse(text)
    if (parsed.expr === undefined) return { message: 'it is empty' }
    const reads: string[][] = []
    const nested = collect(parsed.expr, reads, new Set(), 0)
    if (nested) return { message: 'a loop inside a loop is not allowed' }
    return { evaluate: plan(environment, parsed), reads }
  } catch (error) {
    return { message: error instanceof Error ? error.message.replace('<input>:', '') : 'it cannot be read' }
  }
}

/** Gathers what an expression reads; answers whether a comprehension holds another one. */
function collect(expression: Expression, reads: string[][], local: ReadonlySet<string>, loops: number): boolean {
  const path = memberPath(expression)
  if (path) {
    if (!local.has(path[0] ?? '')) reads.push(path)
    return false
  }
  const kind = expression.exprKind
  const visit = (child: Expression | undefined, names = local, depth = loops) =>
    child !== undefined && collect(child, reads, names, depth)
  switch (kind.case) {
    case 'selectExpr':
      return visit(kind.value.operand)
    case 'callExpr':
      return [kind.value.target, ...kind.value.args].map((child) => visit(child)).some(Boolean)
    case 'listExpr':
      return kind.value.elements.map((child) => visit(child)).some(Boolean)
    case 'structExpr':
      return kind.value.entries
        .map((entry) =>
          [entry.keyKind.case === 'mapKey' && visit(entry.keyKind.value), visit(entry.value)].some(Boolean),
        )
        .some(Boolean)
    case 'comprehensionExpr': {
      if (loops > 0) return true
      const loop = kind.value
      const names = new Set([...local, loop.iterVar, loop.iterVar2, loop.accuVar])
      const range = visit(loop.iterRange)
      const body = [loop.accuInit, loop.loopCondition, loop.loopStep, loop.result].map((child) =>
        visit(child, names, 1),
      )
      return range || body.some(Boolean)
    }
    default:
      return false
  }
}

function memberPath(expression: Expression): string[] | undefined {
  const kind = expression.exprKind
  if (kind.case === 'identExpr') return [kind.value.name]
  if (kind.case !== 'selectExpr' || kind.value.operand === undefined) return undefined
  const operand = memberPath(kind.value.operand)
  return operand && [...operand, kind.value.field]
}

function toCel(value: Json, text: string): CelInput {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) {
    if (value.length > MAX_LIST) throw failure(text, `a list has more than ${MAX_LIST} items`)
    return value.map((item) => toCel(item, text))
  }
  if (isJsonObject(value)) return new Map(Object.entries(value).map(([key, item]) => [key, toCel(item, text)]))
  return value
}

function fromCel(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value
  if (typeof value === 'bigint') return Number(value)
  if (isCelUint(value)) return Number(value.value)
  if (isCelList(value)) return Array.from(value, fromCel)
  if (isCelMap(value))
    return Object.fromEntries(Array.from(value.entries(), ([key, item]) => [String(key), fromCel(item)]))
  return String(value)
}
