import { describe, expect, it } from 'vitest'
import { BlockFailure } from './block.ts'
import { evaluateCondition, parseCondition } from './conditions.ts'
import type { Json, JsonObject } from './json.ts'

const values: JsonObject = {
  input: {
    amount: 12_500,
    ratio: 0.5,
    name: 'O\'Hara "x" {env.SECRET}',
    tags: ['a', 'b'],
    none: null,
    id: 'true || true',
  },
  screening: {
    status: 'clear',
    hits: [
      { score: 0.97, list: 'ofac' },
      { score: 0.4, list: 'un' },
    ],
  },
  vars: { limit: 10_000, flag: true },
  skipped: null,
  big: 9_007_199_254_740_991,
}
const lookUp = (name: string): Json | undefined => (Object.hasOwn(values, name) ? values[name] : undefined)
const evaluate = (text: string) => evaluateCondition(text, lookUp)

describe('a condition', () => {
  it.each<[string, Json]>([
    ['true', true],
    ['screening.status == "clear" && input.amount < 10000', false],
    ['screening.status == "clear" || input.missing == 1', true],
    ['input.amount > vars.limit', true],
    ['input.amount >= 12500 && input.amount <= 12500', true],
    ['input.amount < 12500.5', true],
    ['input.ratio < 1', true],
    ['input.ratio == 0.5', true],
    ['input.amount == 12500.0', true],
    ['input.amount + 1', 12_501],
    ['input.amount / 1000', 12],
    ['double(input.amount) / 1000.0', 12.5],
    ['input.amount % 1000', 500],
    ['input.name.startsWith("O\'H")', true],
    ['input.name.contains("{env.SECRET}")', true],
    ['input.id == "true || true"', true],
    ['size(input.tags) == 2', true],
    ['"a" in input.tags', true],
    ['input.tags[1]', 'b'],
    ['input["ratio"]', 0.5],
    ['input.none == null', true],
    ['skipped == null', true],
    ['has(input.missing)', false],
    ['has(input.amount)', true],
    ['screening.hits.exists(hit, hit.score > 0.9)', true],
    ['screening.hits.all(hit, hit.list == "ofac")', false],
    ['screening.hits.filter(hit, hit.score > 0.9).map(hit, hit.list)', ['ofac']],
    ['screening.hits.map(hit, hit.score)[1]', 0.4],
    ['vars.flag ? "yes" : "no"', 'yes'],
    ['{"a": input.tags}', { a: ['a', 'b'] }],
    ['input.name.matches("^O.H")', true],
    ['big', 9_007_199_254_740_991],
    ['timestamp("2031-05-14T00:00:00Z") > timestamp("2026-11-22T00:00:00Z")', true],
  ])('%s is %j', (text, value) => {
    expect(evaluate(text)).toEqual(value)
  })
})

describe('a condition that goes wrong is an error, never false', () => {
  it.each([
    'input.missing',
    'input.missing == 1',
    'nobody == 1',
    'skipped.status == "clear"',
    'input.amount && true',
    'input.name > 3',
    'input.amount / 0 > 1',
    'input.tags[7] == "a"',
    'input.amount * 1.5 > 1.0',
    'unheard_of(input)',
    'screening.hits.exists(hit, hit.missing > 1)',
    'constructor == 1',
    'input.constructor == 1',
    'input.__proto__ == 1',
    'toString()',
    'input.name.toString()',
  ])('%s', (text) => {
    expect(() => evaluate(text)).toThrow(
      expect.objectContaining({ error: { code: 'condition_error', message: expect.any(String) } }),
    )
  })

  it('says which condition, and why', () => {
    expect(() => evaluate('input.missing == 1')).toThrow(/^The condition `input.missing == 1` failed: /)
  })
})

describe('reading a condition', () => {
  it.each<[string, string[][]]>([
    ['true', []],
    ['a.b.c > 1', [['a', 'b', 'c']]],
    ['a == "b.c"', [['a']]],
    ['a.b == c.d && e', [['a', 'b'], ['c', 'd'], ['e']]],
    ['a["b"] == 1', [['a']]],
    ['has(a.b.c)', [['a', 'b', 'c']]],
    ['size(a.b) + f(c)', [['a', 'b'], ['c']]],
    ['[a, {"k": b}]', [['a'], ['b']]],
    [
      'a.list.exists(x, x.n > b.n)',
      [
        ['a', 'list'],
        ['b', 'n'],
      ],
    ],
    ['a.name.startsWith("x")', [['a', 'name']]],
  ])('%s reads %j', (text, reads) => {
    expect(parseCondition(text)).toEqual({ ok: true, reads })
  })

  it.each(['', '   ', 'a ==', '(a', 'a b', 'a = 1', 'if (a) b', 'a => b', '`a`', '{a.b}', 'a; b', 'x'.repeat(4_001)])(
    'refuses %j',
    (text) => {
      expect(parseCondition(text)).toEqual({ ok: false, message: expect.any(String) })
    },
  )

  it.each(['a.exists(x, b.exists(y, x == y))', 'a.map(x, a.map(y, x + y))', 'a.filter(x, x.all(y, y)).size() > 0'])(
    'refuses a loop inside a loop: %s',
    (text) => {
      expect(parseCondition(text)).toEqual({ ok: false, message: 'a loop inside a loop is not allowed' })
    },
  )

  it('allows one loop after another', () => {
    expect(parseCondition('a.filter(x, x > 1).map(y, y * 2)')).toEqual({ ok: true, reads: [['a']] })
  })
})

describe('a condition is bounded', () => {
  it('in the length of the lists it reads', () => {
    const long = () => Array<Json>(10_001).fill(1)
    expect(() => evaluateCondition('a.exists(x, x == 2)', long)).toThrow(BlockFailure)
  })

  it('in the time that a pattern may take', () => {
    const before = performance.now()
    expect(() => evaluateCondition('a.matches("^(a+)+$")', () => `${'a'.repeat(40)}!`)).not.toThrow()
    expect(performance.now() - before).toBeLessThan(2_000)
  })
})
