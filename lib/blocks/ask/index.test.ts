import { describe, expect, it } from 'vitest'
import { pauseRequestSchema } from '#lib/engine/block.ts'
import { checkConfig } from '#lib/engine/config.ts'
import { checkFields } from '#lib/engine/fields.ts'
import { answered, runBlock } from '../testing.ts'
import { ask } from './index.ts'

const AGE = {
  question: 'How old are you?',
  answer: { name: 'age', label: 'Age', type: 'number', min: 0, max: 150, required: true },
  retry_message: 'A number, please.',
}

function pause(title: string, reason: string, type = 'json') {
  const field = { name: 'age', label: 'Age', type, required: false }
  return { type: 'paused', pause: { kind: 'input', reason, title, fields: [field], single: 'age' } }
}

function answer(value: unknown, answers = 1, wired: string[] = []) {
  const resumed = answered({ data: { age: JSON.parse(JSON.stringify(value)) } })
  return runBlock(ask, AGE, { resumed, answers, wired: new Set(wired) })
}

describe('ask', () => {
  it('asks its question', async () => {
    expect(await runBlock(ask, AGE)).toEqual(pause('How old are you?', 'ask'))
  })

  it.each([['42'], [42], [' 42 ']])('takes %j for a number', async (given) => {
    expect(await answer(given)).toEqual({ type: 'completed', output: { answer: 42, attempts: 1 } })
  })

  it.each([['old'], [-1], [''], [null], [true], [[1]]])('asks again after %j', async (given) => {
    expect(await answer(given)).toEqual(pause('A number, please.', 'ask_again'))
  })

  it('repeats the question where there is no other message', async () => {
    const resumed = answered({ data: { age: 'old' } })
    const outcome = await runBlock(ask, { ...AGE, retry_message: '' }, { resumed, answers: 2 })
    expect(outcome).toEqual(pause('How old are you?', 'ask_again'))
  })

  it('counts the answers it took', async () => {
    expect(await answer('42', 3)).toEqual({ type: 'completed', output: { answer: 42, attempts: 3 } })
  })

  it('gives up when the attempts are used up: by exhausted where it has an edge, else it fails', async () => {
    const output = { answer: null, attempts: 3 }
    expect(await answer('old', 3, ['exhausted'])).toEqual({ type: 'completed', handle: 'exhausted', output })
    const error = { code: 'attempts_exhausted', message: 'None of 3 answers fitted' }
    expect(await answer('old', 3)).toEqual({ type: 'failed', error, output })
    const once = await runBlock(
      ask,
      { ...AGE, attempts: 1 },
      { resumed: answered({ data: { age: 'old' } }), answers: 1 },
    )
    expect(once).toMatchObject({ type: 'failed', error: { message: 'The answer did not fit' } })
  })

  it('remembers the answer in its variable', async () => {
    const resumed = answered({ data: { age: '7' } })
    expect(await runBlock(ask, { ...AGE, variable_name: 'age' }, { resumed })).toEqual({
      type: 'completed',
      output: { answer: 7, attempts: 1 },
      variables: { age: 7 },
    })
  })

  it('takes an empty answer as none where none is required', async () => {
    const config = { ...AGE, answer: { ...AGE.answer, required: false } }
    const resumed = answered({ data: { age: '' } })
    expect(await runBlock(ask, config, { resumed })).toEqual({
      type: 'completed',
      output: { answer: null, attempts: 1 },
    })
  })

  it.each([
    ['text', '12', '12'],
    ['boolean', 'yes', true],
    ['date', '1990-05-15', '1990-05-15'],
  ])('reads an answer of type %s', async (type, given, value) => {
    const config = { question: 'Well?', answer: { name: 'it', label: 'It', type, required: true } }
    const resumed = answered({ data: { it: given } })
    expect(await runBlock(ask, config, { resumed })).toMatchObject({ type: 'completed', output: { answer: value } })
  })

  it('expires where told to', async () => {
    expect(await runBlock(ask, { ...AGE, expires_in_seconds: 60 })).toMatchObject({ pause: { expiresInSeconds: 60 } })
  })

  it('lets every answer of a type through its pause, whether it fits or not', async () => {
    for (const type of ['text', 'number', 'boolean', 'date', 'json']) {
      const outcome = await runBlock(ask, { question: 'Well?', answer: { name: 'it', label: 'It', type } })
      if (outcome.type !== 'paused') throw new Error('The block did not pause')
      const { fields } = pauseRequestSchema.parse(outcome.pause)
      for (const it of ['', 'anything']) expect(checkFields(fields, { it })).toEqual([])
    }
  })

  it('refuses an answer that is no field', () => {
    const problems = checkConfig(ask.config, { question: 'Well?', answer: { name: 'a b', label: 'x' } })
    expect(problems.map(({ path }) => path.join('.'))).toEqual(['answer.name'])
  })
})
