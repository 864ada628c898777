import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COMPARISONS, type ConditionGroup, type ConditionRow, fromRows, TEXT_TESTS, toRows } from './condition-rows.ts'
import { evaluateCondition, parseCondition } from './conditions.ts'

const path = fc.constantFrom('input.amount', 'sanctions_screening.status', 'a', 'a.b.c', 'list[0].name', 'vars.limit')
const plain = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => text.isWellFormed()),
  fc.integer(),
)
const value = fc.oneof(
  plain,
  fc.boolean(),
  fc.integer({ min: 1 }).map((number) => number + 0.5),
)
const operand = fc.oneof(
  path.map((name) => ({ path: name })),
  value.map((written) => ({ value: written })),
)
const row: fc.Arbitrary<ConditionRow> = fc.oneof(
  fc.record({ left: path, operator: fc.constantFrom(...COMPARISONS, ...TEXT_TESTS), right: operand }),
  fc.record({ left: path, operator: fc.constantFrom('present', 'absent', 'true', 'false') }),
  fc.record({ left: fc.constantFrom('input.x', 'a[0].b'), operator: fc.constantFrom('given', 'notGiven') }),
  fc.record({ left: path, operator: fc.constantFrom('in', 'notIn'), list: fc.array(plain, { maxLength: 3 }) }),
)
/** Groups as the reader gives them back: at least two parts, and the other join inside. */
const any = fc.array(row, { minLength: 2, maxLength: 3 }).map((parts): ConditionGroup => ({ join: 'any', parts }))
const group = fc.oneof(
  fc
    .array(fc.oneof(row, any), { minLength: 1, maxLength: 4 })
    .filter((parts) => parts.length > 1 || !parts.some((part) => 'join' in part))
    .map((parts): ConditionGroup => ({ join: 'all', parts })),
  any,
)

describe('toRows and fromRows', () => {
  it('read back what they wrote, which the engine understands', () => {
    fc.assert(
      fc.property(group, (rows) => {
        const text = fromRows(rows)
        expect(parseCondition(text).ok).toBe(true)
        expect(toRows(text)).toEqual(rows)
      }),
    )
  })

  it.each([
    ['sanctions_screening.status == "clear" && input.amount < 10000'],
    ['a == "x" || (b > 0.5 && !(c in ["p", "q"]))'],
    ['input.name.startsWith("A") && input.flag && !input.other'],
    ['a.b[2].c != null'],
    ['n > -5'],
    ['has(input.x) && !has(a.b)'],
  ])('leave %s as it is', (text) => {
    const rows = toRows(text)
    expect(rows && fromRows(rows)).toBe(text)
  })

  it.each([
    ["'clear' == status", 'a value on the left'],
    ['size(hits) > 2', 'a function'],
    ['dyn(a) == 1', 'a conversion'],
    ['hits.exists(h, h.score > 1)', 'a loop'],
    ['a + b > 3', 'a sum'],
    ['a == 1.0', 'a decimal that is whole'],
    ['a ==', 'no expression'],
  ])('give up on %s: %s', (text) => {
    expect(toRows(text)).toBeUndefined()
  })

  it('mean the same after a round trip', () => {
    const data = { a: 5, b: 0.75, c: 'p', d: true, e: null }
    const lookUp = (name: string) => Object.entries(data).find(([key]) => key === name)?.[1]
    const texts = [
      'a > 3 && b < 1',
      '((a > 3 || b > 1)) && (c == "p")',
      '!d || c in ["q", "p"]',
      'e == null && a != 4',
      "c.contains('p')",
    ]
    for (const text of texts) {
      const rows = toRows(text)
      expect(rows && evaluateCondition(fromRows(rows), lookUp)).toBe(evaluateCondition(text, lookUp))
    }
  })

  it('leaves out rows that are not filled in yet', () => {
    const rows: ConditionGroup = {
      join: 'all',
      parts: [
        { left: '', operator: '==', right: { value: '' } },
        { left: 'a', operator: 'true' },
        { join: 'any', parts: [{ left: '', operator: 'true' }] },
      ],
    }
    expect(fromRows(rows)).toBe('a')
  })
})
