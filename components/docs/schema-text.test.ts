import { describe, expect, it } from 'vitest'
import { limitsText, membersOf, typeText } from './schema-text.ts'

describe('what a schema says in words', () => {
  it.each([
    [{ type: 'string' }, 'string'],
    [{ type: 'string', format: 'date-time' }, 'date-time'],
    [{ type: 'array', items: { type: 'string' } }, 'list of strings'],
    [{ type: 'array', items: { type: 'object' } }, 'list of objects'],
    [{ type: 'array', items: {} }, 'list of anything'],
    [{ enum: ['a', 'b'] }, '"a" or "b"'],
    [{ const: 0 }, '0'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string or null'],
    [{ type: ['string', 'number'] }, 'string or number'],
    [{}, 'anything'],
  ])('%j is %s', (schema, words) => {
    expect(typeText(schema)).toBe(words)
  })

  it('names limits and defaults', () => {
    expect(limitsText({ minimum: 1, maximum: 100, default: 50 })).toEqual(['1 to 100', '50 unless given'])
    expect(limitsText({ minLength: 1, maxLength: 128, pattern: '^\\P{Cc}*$' })).toEqual(['1 to 128 characters'])
    expect(limitsText({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, pattern: '^a$' })).toEqual([
      'at least 0',
      'fits ^a$',
    ])
  })

  it('finds the members of objects, lists of objects, and objects that may be absent', () => {
    const object = { type: 'object', properties: { id: { type: 'string' }, at: { type: 'string' } }, required: ['id'] }
    const members = [
      { name: 'id', required: true, schema: { type: 'string' } },
      { name: 'at', required: false, schema: { type: 'string' } },
    ]
    expect(membersOf(object)).toEqual(members)
    expect(membersOf({ type: 'array', items: object })).toEqual(members)
    expect(membersOf({ anyOf: [object, { type: 'null' }] })).toEqual(members)
    expect(membersOf({ type: 'string' })).toEqual([])
  })
})
