import { describe, expect, it } from 'vitest'
import { checkConfig } from '#lib/engine/config.ts'
import { runBlock } from '../testing.ts'
import { setVariable } from './index.ts'

describe('set_variable', () => {
  it('writes values and computed values at once', async () => {
    const config = { assignments: { name: 'Jane', list: [1] }, computed: { total: 'a + b' } }
    const variables = { name: 'Jane', list: [1], total: 'value of a + b' }
    expect(await runBlock(setVariable, config, { evaluate: (text) => `value of ${text}` })).toEqual({
      type: 'completed',
      output: variables,
      variables,
    })
  })

  it('says which variables it may write', () => {
    const config = setVariable.config.parse({ assignments: { a: 1 }, computed: { b: 'true' } })
    expect(setVariable.writes?.(config)).toEqual(['a', 'b'])
  })

  it.each(['1a', 'a-b', 'a b', ''])('refuses a variable called %j', (name) => {
    expect(checkConfig(setVariable.config, { assignments: { [name]: 1 } })).toHaveLength(1)
  })
})
