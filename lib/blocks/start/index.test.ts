import { describe, expect, it } from 'vitest'
import { checkConfig } from '#lib/engine/config.ts'
import { graphSchema } from '#lib/engine/graph.ts'
import { runBlock } from '../testing.ts'
import { inputFields, start } from './index.ts'

const amount = { name: 'amount', label: 'Amount', type: 'number' as const, required: true, min: 1 }
const country = { name: 'country', label: 'Country', type: 'text' as const, default: 'US', pattern: '[A-Z]{2}' }

describe('start', () => {
  it('hands on whatever it gets where it asks for nothing', async () => {
    const input = { name: 'Jane', deep: { list: [1, null] } }
    expect(await runBlock(start, {}, { input })).toEqual({ type: 'completed', output: input })
  })

  it('puts in defaults and lets other keys through', async () => {
    const outcome = await runBlock(start, { fields: [amount, country] }, { input: { amount: 5, note: 'x' } })
    expect(outcome).toEqual({ type: 'completed', output: { amount: 5, country: 'US', note: 'x' } })
  })

  it('names every field that is missing or wrong', async () => {
    const outcome = await runBlock(start, { fields: [amount, country] }, { input: { country: 'usa' } })
    expect(outcome).toEqual({
      type: 'failed',
      error: { code: 'invalid_input', message: expect.stringMatching(/^amount: Amount is required; country: /) },
    })
  })

  it.each([
    ['two fields of one name', [amount, amount], 'fields'],
    ['a pattern that is none', [{ ...country, pattern: '(' }], 'fields.0.pattern'],
    ['a choice without options', [{ name: 'x', label: 'X', type: 'select' }], 'fields.0.options'],
  ])('refuses %s', (_name, fields, path) => {
    expect(checkConfig(start.config, { fields }).map((issue) => issue.path.join('.'))).toEqual([path])
  })
})

describe('the input a graph asks for', () => {
  const graph = (config: object) =>
    graphSchema.parse({
      blocks: [
        { id: 'a', type: 'end', name: 'A' },
        { id: 's', type: 'start', name: 'S', config },
      ],
    })

  it('is what its start block says', () => {
    expect(inputFields(graph({ fields: [country] }))).toEqual([{ ...country, required: false }])
  })

  it('is nothing where the settings are wrong, or there is no start', () => {
    expect(inputFields(graph({ fields: 'many' }))).toEqual([])
    expect(inputFields(graphSchema.parse({ blocks: [] }))).toEqual([])
  })
})
