import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkFields, type FieldSpec, fieldSpecSchema, humanize, toFields, withDefaults } from './fields.ts'
import type { Json } from './json.ts'

const field = (parts: Partial<FieldSpec>): FieldSpec => fieldSpecSchema.parse({ name: 'x', label: 'X', ...parts })
const options = [
  { value: 'a', label: 'A' },
  { value: 'b', label: 'B' },
]

describe('a submitted value', () => {
  it.each<[Partial<FieldSpec>, Json]>([
    [{ type: 'text' }, 'anything'],
    [{ type: 'text', min: 2, max: 4 }, 'abc'],
    [{ type: 'text', pattern: '[A-Z]{2}' }, 'US'],
    [{ type: 'textarea' }, 'two\nlines'],
    [{ type: 'number' }, -1.5],
    [{ type: 'number', min: 0, max: 10 }, 10],
    [{ type: 'boolean' }, false],
    [{ type: 'date' }, '2028-02-29'],
    [{ type: 'select', options }, 'b'],
    [{ type: 'multiselect', options }, ['a', 'b']],
    [{ type: 'multiselect', options }, []],
    [{ type: 'file' }, 'file_1'],
    [{ type: 'json' }, { any: ['thing', null] }],
    [{ type: 'number' }, null],
    [{ type: 'number' }, ''],
  ])('%j takes %j', (parts, x) => {
    expect(checkFields([field(parts)], { x })).toEqual([])
  })

  it.each<[Partial<FieldSpec>, Json]>([
    [{ type: 'text' }, 3],
    [{ type: 'text', min: 2 }, 'a'],
    [{ type: 'text', max: 2 }, 'abc'],
    [{ type: 'text', pattern: '[A-Z]{2}' }, 'USA'],
    [{ type: 'text', pattern: 'a|b' }, 'ax'],
    [{ type: 'number' }, '3'],
    [{ type: 'number', min: 0 }, -1],
    [{ type: 'boolean' }, 'true'],
    [{ type: 'date' }, '2027-02-29'],
    [{ type: 'date' }, '29.02.2028'],
    [{ type: 'select', options }, 'c'],
    [{ type: 'multiselect', options }, ['a', 'c']],
    [{ type: 'multiselect', options }, 'a'],
    [{ required: true }, null],
    [{ required: true }, ''],
  ])('%j refuses %j', (parts, x) => {
    expect(checkFields([field(parts)], { x })).toEqual([{ path: 'x', message: expect.any(String) }])
  })

  it('is named with every other that is missing or wrong, in the order of the form', () => {
    const fields = [
      field({ name: 'b', label: 'B', required: true }),
      field({ name: 'a', type: 'number' }),
      field({ name: 'c' }),
    ]
    expect(checkFields(fields, { a: 'x', extra: 1 })).toEqual([
      { path: 'b', message: 'B is required' },
      { path: 'a', message: expect.any(String) },
    ])
  })

  it('is not found among the members of every object', () => {
    expect(checkFields([field({ name: 'constructor', label: 'C', required: true })], {})).toEqual([
      { path: 'constructor', message: 'C is required' },
    ])
  })
})

describe('a field', () => {
  it.each<[string, object]>([
    ['a name that is none', { name: 'a b' }],
    ['a name that no object can have', { name: '__proto__' }],
    ['a pattern that is none', { pattern: '(' }],
    ['nothing to choose from', { type: 'select' }],
    ['an empty list of options', { type: 'multiselect', options: [] }],
  ])('refuses %s', (_name, parts) => {
    expect(fieldSpecSchema.safeParse({ name: 'x', label: 'X', ...parts }).success).toBe(false)
  })
})

describe('defaults', () => {
  it('stand where the submission says nothing', () => {
    const fields = [field({ name: 'a', default: 1 }), field({ name: 'b', default: 2 }), field({ name: 'c' })]
    expect(withDefaults(fields, { b: null, d: 4 })).toEqual({ a: 1, b: null, d: 4 })
    expect(withDefaults(fields, 'nothing of the kind')).toEqual({ a: 1, b: 2 })
  })
})

describe('the form of a schema', () => {
  it('has a field for each property, with what the schema says of it', () => {
    const schema = z.strictObject({
      url: z.string().meta({ label: 'Address', help: 'Where to call' }),
      max_hits: z.int().min(1).max(100).default(10),
      on_hit: z.enum(['branch', 'fail_at_once']).default('branch'),
      notes: z.string().meta({ control: 'textarea' }).optional(),
      enabled: z.boolean().default(true),
      since: z.iso.date().optional(),
      claims: z.record(z.string(), z.string()).default({}),
    })
    expect(toFields(schema)).toEqual([
      { name: 'url', label: 'Address', type: 'text', required: true, help: 'Where to call' },
      { name: 'max_hits', label: 'Max hits', type: 'number', required: false, min: 1, max: 100, default: 10 },
      {
        name: 'on_hit',
        label: 'On hit',
        type: 'select',
        required: false,
        default: 'branch',
        options: [
          { value: 'branch', label: 'Branch' },
          { value: 'fail_at_once', label: 'Fail at once' },
        ],
      },
      { name: 'notes', label: 'Notes', type: 'textarea', required: false },
      { name: 'enabled', label: 'Enabled', type: 'boolean', required: false, default: true },
      expect.objectContaining({ name: 'since', type: 'date', required: false }),
      { name: 'claims', label: 'Claims', type: 'json', required: false, default: {} },
    ])
  })

  it('makes words of names', () => {
    expect(['first_name', 'firstName', 'ID', 'x'].map(humanize)).toEqual(['First name', 'First name', 'Id', 'X'])
  })
})
