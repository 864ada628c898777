import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { BlockFailure } from '#lib/engine/block.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { createExpressions } from './embedded.ts'

function open() {
  const expressions = createExpressions()
  onTestFinished(() => expressions.close())
  return (expression: string, data: JsonObject = {}, signal = new AbortController().signal) =>
    expressions.evaluate(expression, data, signal)
}

function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (value) => value,
    (fault: unknown) => (fault instanceof BlockFailure ? fault.error : fault),
  )
}

const OWNERS = {
  owners: [
    { name: 'Jane', share: 60 },
    { name: 'John', share: 40 },
  ],
}

describe('an expression', () => {
  const shared = createExpressions()
  afterAll(() => shared.close())
  const evaluate = (expression: string, data: JsonObject = {}) =>
    shared.evaluate(expression, data, new AbortController().signal)

  it.each<[string, JsonObject, unknown]>([
    ['owners[share > 50].name', OWNERS, 'Jane'],
    [
      'owners.{"n": name, "p": share / 100}',
      OWNERS,
      [
        { n: 'Jane', p: 0.6 },
        { n: 'John', p: 0.4 },
      ],
    ],
    ['$sum(owners.share)', OWNERS, 100],
    ['nobody', OWNERS, null],
    ['null', {}, null],
    ['[]', {}, []],
    ['function($x) { $x }', {}, null],
    ['$now', {}, null],
    ['{"f": function($x) { $x }, "a": 1}', {}, { a: 1 }],
    ['"{input.name}"', {}, '{input.name}'],
    ['$keys($)', { a: 1, b: 2 }, ['a', 'b']],
  ])('%s gives its value', async (expression, data, value) => {
    expect(await evaluate(expression, data)).toEqual(value)
  })

  it.each([
    ['a b', 'Syntax error: "b" (at character 3)'],
    ['$nobody(1)', 'Attempted to invoke a non-function (at character 8)'],
    ['"a" + 1', 'The left side of the "+" operator must evaluate to a number (at character 5)'],
    ['$error("not for us")', 'not for us (at character 7)'],
  ])('%s says what is wrong', async (expression, message) => {
    expect(await failureOf(evaluate(expression))).toEqual({ code: 'transform_error', message })
  })

  it.each([
    '$.constructor.constructor("return process")()',
    '$eval("process.exit()")',
    'constructor',
    '__proto__.polluted',
    '$.__proto__.toString',
  ])('%s finds no way out', async (expression) => {
    expect([null, expect.objectContaining({ code: 'transform_error' })]).toContainEqual(
      await failureOf(evaluate(expression)),
    )
  })
})

describe('an expression that does not end', () => {
  it.each([
    ['by calling itself', '($f := function($n) { $f($n + 1) + 1 }; $f(0))', /stack|Stack/i],
    ['by calling itself last', '($f := function($n) { $f($n + 1) }; $f(0))', /timeout/i],
    ['within a regular expression', `$match("${'a'.repeat(40)}!", /^(a+)+$/)`, /took too long/],
    ['by filling the memory', '($f := function($t) { $f($t & $t) }; $f("xxxxxxxx"))', /memory|length|timeout/i],
  ])('%s is stopped, and the next one is evaluated', async (_how, expression, message) => {
    const evaluate = open()
    const [runaway, next] = await Promise.all([failureOf(evaluate(expression)), evaluate('1 + 1')])
    expect(runaway).toEqual({ code: 'transform_error', message: expect.stringMatching(message) })
    expect(next).toBe(2)
  })
})

describe('whoever asks', () => {
  it('gets every answer to his own question', async () => {
    const evaluate = open()
    const numbers = Array.from({ length: 50 }, (_, index) => index)
    expect(await Promise.all(numbers.map((n) => evaluate('n * 2', { n })))).toEqual(numbers.map((n) => n * 2))
  })

  it('need not wait once he stops', async () => {
    const evaluate = open()
    const stop = new AbortController()
    const running = failureOf(evaluate(`$match("${'a'.repeat(40)}!", /^(a+)+$/)`, {}, stop.signal))
    const waiting = failureOf(evaluate('1', {}, stop.signal))
    stop.abort('enough')
    expect(await Promise.all([running, waiting, failureOf(evaluate('1', {}, stop.signal))])).toEqual([
      'enough',
      'enough',
      'enough',
    ])
  })

  it('is told to come back when too many wait, or when the house closes', async () => {
    const expressions = createExpressions()
    const evaluate = () => failureOf(expressions.evaluate('1', {}, new AbortController().signal))
    const all = Promise.all(Array.from({ length: 202 }, evaluate))
    const busy = {
      code: 'busy',
      message: 'Too many expressions are being evaluated at the moment',
      retryable: true,
      retryAfterSeconds: 1,
    }
    expect((await all).filter((outcome) => outcome !== 1)).toEqual([busy])
    await expressions.close()
    expect(await evaluate()).toEqual(busy)
  })
})
