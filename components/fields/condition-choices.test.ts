import { describe, expect, it } from 'vitest'
import { listOf, operandAs, withOperator } from './condition-choices.ts'

describe('withOperator', () => {
  const row = { left: 'a', operator: '==' as const, right: { value: 'x' } }
  it('keeps what is compared as far as it can', () => {
    expect(withOperator(row, '!=', undefined)).toEqual({ left: 'a', operator: '!=', right: { value: 'x' } })
    expect(withOperator(row, 'in', undefined)).toEqual({ left: 'a', operator: 'in', list: ['x'] })
    expect(withOperator({ left: 'a', operator: 'in', list: ['x', 'y'] }, '==', undefined)).toEqual(row)
    expect(withOperator(row, 'given', undefined)).toEqual({ left: 'a', operator: 'given' })
    expect(withOperator({ left: 'a', operator: '>', right: { value: 3 } }, 'contains', undefined)).toEqual({
      left: 'a',
      operator: 'contains',
      right: { value: '3' },
    })
  })

  it('compares numbers with numbers', () => {
    expect(withOperator({ ...row, right: { value: '12' } }, '>', 'number')).toEqual({
      left: 'a',
      operator: '>',
      right: { value: 12 },
    })
  })
})

describe('operandAs', () => {
  it.each([
    [{ value: '5' }, 'number', { value: 5 }],
    [{ value: 'many' }, 'number', { value: 0 }],
    [{ value: 5 }, 'text', { value: '5' }],
    [{ value: 'true' }, 'boolean', { value: true }],
    [{ path: 'a.b' }, 'text', { value: 'a.b' }],
    [{ value: 'a.b' }, 'path', { path: 'a.b' }],
  ] as const)('reads %o as %s', (operand, kind, expected) => {
    expect(operandAs(operand, kind)).toEqual(expected)
  })
})

describe('listOf', () => {
  it.each([
    ['a, b', ['a', 'b']],
    ['1, 2.5', [1, 2.5]],
    ['1, b', ['1', 'b']],
    ['007', ['007']],
    [' , ', []],
  ])('reads %s', (typed, list) => {
    expect(listOf(typed)).toEqual(list)
  })
})
