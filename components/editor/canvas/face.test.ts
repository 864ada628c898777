import { describe, expect, it } from 'vitest'
import { blockTypes } from '#lib/blocks/index.ts'
import { blockSchema } from '#lib/engine/graph.ts'
import { faceOf } from './face.ts'

const face = (type: string, config = {}, wired: string[] = []) =>
  faceOf(blockSchema.parse({ id: 'a', type, name: 'A', config }), new Set(wired))
const exits = (...args: Parameters<typeof face>) => face(...args).exits.map(({ handle }) => handle)

describe('the face of a block', () => {
  it.each(blockTypes.map(({ type, role }) => ({ type, role })))(
    'shows where $type can be left before anything is set up',
    ({ type, role }) => {
      expect(exits(type).length > 0).toBe(role !== 'exit')
    },
  )

  it('shows the exits that the settings name, and those that are wired although they name them no more', () => {
    const cases = [{ handle: 'yes', label: 'Yes', when: 'true' }]
    expect(exits('condition', { cases })).toEqual(['yes', 'else'])
    expect(exits('condition', { cases }, ['no', 'error'])).toEqual(['yes', 'else', 'no'])
    expect(face('condition', { cases }, ['error']).sides).toEqual([
      { handle: 'error', label: 'On error', wired: true },
      { handle: 'timeout', label: 'On timeout', wired: false },
    ])
  })

  it('shows a type that is not installed with the exits that are wired', () => {
    expect(exits('gone', {}, ['x'])).toEqual(['x'])
  })
})
