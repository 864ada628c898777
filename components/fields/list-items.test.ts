import { describe, expect, it } from 'vitest'
import type { FormControl } from '#lib/engine/form.ts'
import { newItem, summaryOf } from './list-items.ts'

const text = { kind: 'text', multiline: false } as const
const member = (name: string) => ({ name, label: name, required: true, control: text })
const option: FormControl = { kind: 'group', fields: [member('value'), member('label')] }

describe('newItem', () => {
  it('gets a name that no item has', () => {
    expect(newItem(option, 'options', [{ value: 'option_2', label: 'B' }])).toEqual({
      value: 'option_3',
      label: 'Option 3',
    })
  })

  it('is blank where nothing names it', () => {
    expect([
      newItem(text, 'alternatives', []),
      newItem({ kind: 'group', fields: [member('when')] }, 'rules', []),
    ]).toEqual(['', { when: '' }])
  })
})

describe('summaryOf', () => {
  it.each([
    [
      { name: 'amount', label: 'Amount', type: 'number' },
      { title: 'Amount', detail: 'amount · number' },
    ],
    [
      { handle: 'clear', label: '', when: 'a == 1' },
      { title: 'clear', detail: 'a == 1' },
    ],
    [{}, { title: undefined, detail: '' }],
    ['Hello', { title: 'Hello', detail: '' }],
    ['', { title: undefined, detail: '' }],
  ])('sums up %o', (item, summary) => {
    expect(summaryOf(item)).toEqual(summary)
  })
})
