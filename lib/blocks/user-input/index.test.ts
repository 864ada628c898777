import { describe, expect, it } from 'vitest'
import { pauseRequestSchema } from '#lib/engine/block.ts'
import { checkConfig } from '#lib/engine/config.ts'
import { checkFields } from '#lib/engine/fields.ts'
import type { Json, JsonObject } from '#lib/engine/json.ts'
import { readSubmission } from '#lib/engine/submission.ts'
import { answered, runBlock } from '../testing.ts'
import { userInput } from './index.ts'

const OPTIONS = [
  { value: 'a', label: 'A' },
  { value: 'b', label: 'B' },
]
const FORM: JsonObject = {
  input_type: 'form',
  fields: [{ name: 'first', label: 'First name', type: 'text', required: true }],
}
const BY = { submittedBy: 'Tess', submittedAt: '2026-11-22T12:00:00.000Z' }

async function pauseOf(config: JsonObject) {
  const outcome = await runBlock(userInput, config)
  if (outcome.type !== 'paused') throw new Error('The block did not pause')
  return pauseRequestSchema.parse(outcome.pause)
}

describe('user_input', () => {
  it('asks for one value under the name inputValue', async () => {
    const config = { title: 'Your name', instructions: 'As in the passport', context: { a: 1 }, expires_in_seconds: 60 }
    expect(await runBlock(userInput, config)).toEqual({
      type: 'paused',
      pause: {
        kind: 'input',
        reason: 'user_input',
        title: 'Your name',
        instructions: 'As in the passport',
        fields: [{ name: 'inputValue', label: 'Your name', type: 'text', required: true }],
        single: 'inputValue',
        context: { a: 1 },
        expiresInSeconds: 60,
        onCancel: 'continue',
      },
    })
  })

  it('asks for the fields of a form', async () => {
    const { fields, single } = await pauseOf(FORM)
    expect({ fields, single }).toEqual({ fields: FORM.fields, single: undefined })
  })

  it.each<[string, JsonObject, JsonObject, number]>([
    ['textbox', {}, { inputValue: 'x' }, 0],
    ['textbox', {}, { value: 'x' }, 0],
    ['textbox', {}, { whatever: 'x' }, 0],
    ['textbox', {}, {}, 1],
    ['textbox', {}, { a: 'x', b: 'y' }, 1],
    ['textbox', { required: false }, {}, 0],
    ['textarea', {}, { inputValue: 'x\ny' }, 0],
    ['number', {}, { value: 5 }, 0],
    ['number', {}, { value: 'five' }, 1],
    ['date', {}, { value: '2026-02-28' }, 0],
    ['date', {}, { value: '2026-02-30' }, 1],
    ['select', { options: OPTIONS }, { value: 'a' }, 0],
    ['radio', { options: OPTIONS }, { value: 'c' }, 1],
    ['checkbox', {}, { value: false }, 0],
    ['checkbox', {}, { value: 'yes' }, 1],
    ['checkbox', { options: OPTIONS }, { value: ['a', 'b'] }, 0],
    ['checkbox', { options: OPTIONS }, { value: ['c'] }, 1],
    ['file', {}, { value: 'file_1' }, 0],
    ['form', { fields: FORM.fields ?? [] }, { first: 'Ada' }, 0],
    ['form', { fields: FORM.fields ?? [] }, { value: 'Ada' }, 1],
  ])('of type %s with %j takes %j with %i problems', async (input_type, config, data, problems) => {
    const pause = await pauseOf({ input_type, ...config })
    expect(checkFields(pause.fields, readSubmission(pause, data))).toHaveLength(problems)
  })

  it.each<[string, JsonObject, Json]>([
    ['its own name', { inputValue: 7 }, 7],
    ['another name', { value: 'x' }, 'x'],
    ['nothing', {}, null],
  ])('answers the value given under %s', async (_name, data, inputValue) => {
    expect(await runBlock(userInput, {}, { resumed: answered({ data }) })).toEqual({
      type: 'completed',
      output: { inputValue, inputNodeAction: 'COMPLETE', ...BY },
    })
  })

  it('answers a form, and remembers it where there is a variable for it', async () => {
    const resumed = answered({ data: { first: 'Ada' } })
    expect(await runBlock(userInput, { ...FORM, variable_name: 'person' }, { resumed })).toEqual({
      type: 'completed',
      output: { formData: { first: 'Ada' }, inputNodeAction: 'COMPLETE', ...BY },
      variables: { person: { first: 'Ada' } },
    })
  })

  it('remembers one value', async () => {
    const resumed = answered({ data: { inputValue: 'Ada' } })
    expect(await runBlock(userInput, { variable_name: 'name' }, { resumed })).toMatchObject({
      variables: { name: 'Ada' },
    })
  })

  it('goes on without remembering anything when the answer is refused', async () => {
    const resumed = answered({ action: 'cancel', data: {} })
    expect(await runBlock(userInput, { variable_name: 'name' }, { resumed })).toEqual({
      type: 'completed',
      output: { inputValue: null, inputNodeAction: 'CANCEL', ...BY },
    })
  })

  it('tells which variable it writes', () => {
    const written = (config: JsonObject) => userInput.writes?.(userInput.config.parse(config))
    expect([written({}), written({ variable_name: 'name' })]).toEqual([[], ['name']])
  })

  it.each([
    [{ options: [...OPTIONS, ...OPTIONS] }, 'options'],
    [{ fields: [FORM.fields, FORM.fields].flat() }, 'fields'],
    [{ variable_name: 'not a name' }, 'variable_name'],
    [{ input_type: 'slider' }, 'input_type'],
  ] as [JsonObject, string][])('refuses %j', (config, path) => {
    expect(checkConfig(userInput.config, config).map((problem) => problem.path[0])).toEqual([path])
  })
})
