import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fieldSpecSchema } from '#lib/engine/fields.ts'
import { readForm, startValues } from './read-form.ts'

const fields = z.array(fieldSpecSchema).parse([
  { name: 'reference', label: 'Reference', required: true },
  { name: 'amount', label: 'Amount', type: 'number', min: 1 },
  { name: 'confirmed', label: 'Confirmed', type: 'boolean' },
  { name: 'risk', label: 'Risk', type: 'select', options: [{ value: 'low', label: 'Low' }], default: 'low' },
  { name: 'flags', label: 'Flags', type: 'multiselect', options: [{ value: 'pep', label: 'PEP' }] },
  { name: 'extra', label: 'Extra', type: 'json' },
])

describe('startValues', () => {
  it('begins with defaults and empty controls', () => {
    expect(startValues(fields)).toEqual({
      reference: '',
      amount: '',
      confirmed: false,
      risk: 'low',
      flags: [],
      extra: '',
    })
  })

  it('shows what was given before', () => {
    const given = { reference: 'R1', amount: 12.5, confirmed: true, flags: ['pep'], extra: { a: 1 } }
    expect(startValues(fields, given)).toEqual({
      reference: 'R1',
      amount: '12.5',
      confirmed: true,
      risk: 'low',
      flags: ['pep'],
      extra: '{\n  "a": 1\n}',
    })
  })
})

describe('readForm', () => {
  it('turns what was typed into the submission', () => {
    const typed = { reference: 'R1', amount: ' 12.5 ', confirmed: true, risk: 'low', flags: ['pep'], extra: '{"a":1}' }
    expect(readForm(fields, typed)).toEqual({
      data: { reference: 'R1', amount: 12.5, confirmed: true, risk: 'low', flags: ['pep'], extra: { a: 1 } },
      problems: [],
    })
  })

  it('leaves empty optional fields out', () => {
    expect(readForm(fields, { ...startValues(fields), reference: 'R1' })).toEqual({
      data: { reference: 'R1', confirmed: false, risk: 'low' },
      problems: [],
    })
  })

  it('names every field that is missing, unreadable or out of bounds, once', () => {
    const typed = { reference: '', amount: '0', risk: 'high', extra: '{' }
    expect(readForm(fields, typed).problems.map(({ path }) => path)).toEqual(['extra', 'reference', 'amount', 'risk'])
    expect(readForm(fields, { reference: 'R1', amount: 'many' }).problems).toEqual([
      { path: 'amount', message: 'Enter a number' },
    ])
  })
})
