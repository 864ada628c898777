import { z } from 'zod'
import type { BlockOutcome, PauseInput } from '#lib/engine/block.ts'
import { valueOfText } from '#lib/engine/field-text.ts'
import { checkFields } from '#lib/engine/fields.ts'
import { type Json, type JsonObject, jsonSchema } from '#lib/engine/json.ts'
import { readSubmission } from '#lib/engine/submission.ts'
import { defineBlock } from '../define.ts'
import { type AskConfig, configSchema, lenient } from './config.ts'

/** The answer (`null` where it was left empty, or never fitted) and how many were given. */
const outputSchema = z.strictObject({ answer: jsonSchema.meta({ personal: true }), attempts: z.int().min(1) })

/** Asks in a conversation until the answer fits, or the attempts are used up. */
export const ask = defineBlock({
  type: 'ask',
  label: 'Ask',
  description: 'Asks a question and waits for an answer that fits.',
  category: 'conversation',
  icon: 'message-circle-question-mark',
  config: configSchema,
  output: outputSchema,
  effect: 'pure',
  literal: ['answer'],
  pauses: true,
  handles: () => ['out', 'exhausted', 'cancelled', 'expired'],
  writes: ({ variable_name }) => (variable_name === undefined ? [] : [variable_name]),
  async execute({ config, resumed, answers = 1, wired }) {
    if (!resumed) return { type: 'paused', pause: toPause(config, config.question, 'ask') }
    const answer = readAnswer(config, resumed.data)
    if (fits(config, answer)) return completed(config, answer, answers)
    if (answers < config.attempts) {
      return { type: 'paused', pause: toPause(config, config.retry_message || config.question, 'ask_again') }
    }
    return exhausted(answers, wired)
  },
})

function toPause({ answer, expires_in_seconds }: AskConfig, title: string, reason: string): PauseInput {
  return {
    kind: 'input',
    reason,
    title,
    fields: [lenient(answer)],
    single: answer.name,
    ...(expires_in_seconds !== undefined && { expiresInSeconds: expires_in_seconds }),
  }
}

function readAnswer({ answer: field }: AskConfig, data: JsonObject): Json {
  const value = readSubmission({ single: field.name }, data)[field.name] ?? null
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  return text === undefined ? value : valueOfText(field, text)
}

function fits({ answer: field }: AskConfig, answer: Json): boolean {
  return checkFields([field], { [field.name]: answer }).length === 0
}

function completed(
  { variable_name }: AskConfig,
  answer: Json,
  attempts: number,
): BlockOutcome<z.output<typeof outputSchema> & JsonObject> {
  const output = { answer: answer === '' ? null : answer, attempts }
  return {
    type: 'completed',
    output,
    ...(variable_name !== undefined && { variables: { [variable_name]: output.answer } }),
  }
}

function exhausted(
  attempts: number,
  wired: ReadonlySet<string>,
): BlockOutcome<z.output<typeof outputSchema> & JsonObject> {
  const output = { answer: null, attempts }
  if (wired.has('exhausted')) return { type: 'completed', output, handle: 'exhausted' }
  const message = attempts === 1 ? 'The answer did not fit' : `None of ${attempts} answers fitted`
  return { type: 'failed', error: { code: 'attempts_exhausted', message }, output }
}
