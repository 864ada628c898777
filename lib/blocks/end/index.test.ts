import { expect, it } from 'vitest'
import { runBlock } from '../testing.ts'
import { end } from './index.ts'

it('answers with what it maps, nothing unless told', async () => {
  expect(await runBlock(end, {})).toEqual({ type: 'completed', output: {} })
  expect(await runBlock(end, { output: { verdict: 'clear', list: [1] } })).toEqual({
    type: 'completed',
    output: { verdict: 'clear', list: [1] },
  })
})

it('ends everything only if told', async () => {
  expect(await runBlock(end, { terminate: true })).toEqual({ type: 'completed', output: {}, terminate: true })
})
