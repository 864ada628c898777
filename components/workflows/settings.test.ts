import { describe, expect, it } from 'vitest'
import { blockSchema } from '#lib/engine/graph.ts'
import { settingsOf } from './settings.ts'

describe('settingsOf', () => {
  it('shows what was set under the labels of the form', () => {
    const block = blockSchema.parse({
      id: 'review',
      type: 'manual_review',
      name: 'Review',
      config: { title: 'Look at this', four_eyes: true },
    })
    const shown = Object.fromEntries(settingsOf(block).map(({ name, value }) => [name, value]))
    expect({ title: shown.title, four_eyes: shown.four_eyes }).toEqual({ title: 'Look at this', four_eyes: true })
  })

  it('shows the settings of a type that is not installed by their names', () => {
    const block = blockSchema.parse({ id: 'a', type: 'gone', name: 'A', config: { someValue: 1 } })
    expect(settingsOf(block)).toEqual([{ name: 'someValue', label: 'Some value', value: 1 }])
  })
})
