import { describe, expect, it } from 'vitest'
import { valueOfText } from './field-text.ts'
import type { FieldSpec } from './fields.ts'

const options = [
  { value: 'de', label: 'Germany' },
  { value: 'fr', label: 'France' },
]

describe('a written text', () => {
  it.each<[FieldSpec['type'], string, unknown]>([
    ['text', ' Jane ', ' Jane '],
    ['textarea', 'a\nb', 'a\nb'],
    ['number', ' 42 ', 42],
    ['number', '-1.5e3', -1500],
    ['number', 'forty', 'forty'],
    ['number', '', ''],
    ['number', '0x10', '0x10'],
    ['boolean', 'Yes', true],
    ['boolean', '0', false],
    ['boolean', 'maybe', 'maybe'],
    ['date', ' 2026-11-22 ', '2026-11-22'],
    ['file', ' file_1 ', 'file_1'],
    ['select', 'GERMANY', 'de'],
    ['select', 'FR', 'fr'],
    ['select', 'Spain', 'Spain'],
    ['multiselect', 'de, France', ['de', 'fr']],
    ['multiselect', ' ', []],
    ['json', '{"a":1}', { a: 1 }],
    ['json', 'null', null],
    ['json', 'hello', 'hello'],
  ])('in a %s field, %j stands for %j', (type, text, value) => {
    expect(valueOfText({ type, options }, text)).toEqual(value)
  })
})
