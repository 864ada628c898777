import { describe, expect, it } from 'vitest'
import { blockTypes } from '#lib/blocks/index.ts'
import { hasIcon } from './block-icon.tsx'

describe('block icons', () => {
  it('carries an icon for every block type', () => {
    expect(blockTypes.filter(({ icon }) => !hasIcon(icon)).map(({ type, icon }) => `${type}: ${icon}`)).toEqual([])
  })
})
