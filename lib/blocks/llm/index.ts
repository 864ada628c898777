import { z } from 'zod'
import { BlockFailure, type BlockOutcome } from '#lib/engine/block.ts'
import { variableNameSchema } from '#lib/engine/graph.ts'
import { defineBlock } from '../define.ts'
import type { ChatAnswer, ChatMessage } from '../services.ts'
import { askModel, modelLimitMs, modelSettings, usageOf, usageSchema } from './model.ts'

const messageSchema = z.strictObject({ role: z.enum(['user', 'assistant']), content: z.string() })

const configSchema = z.strictObject({
  instructions: z.string().max(20_000).default('').meta({
    label: 'Instructions',
    help: 'Who the model is and what it must and must not do',
    control: 'textarea',
  }),
  prompt: z.string().min(1).max(20_000).meta({
    label: 'Prompt',
    help: 'What it is asked, like {ask_name.answer}',
    control: 'textarea',
  }),
  default_message: z
    .string()
    .min(1)
    .max(4_000)
    .default('I cannot answer that right now.')
    .meta({ label: 'Message on failure', help: 'Said where the model does not answer', control: 'textarea' }),
  history: z.array(messageSchema).max(200).default([]).meta({
    label: 'Earlier messages',
    help: 'What was said before, like {vars.conversation}',
    control: 'json',
  }),
  variable_name: variableNameSchema.optional().meta({
    label: 'Variable',
    help: 'Workflow variable that remembers the earlier messages with this exchange',
  }),
  max_tokens: z.int().min(1).max(100_000).default(1_000).meta({ label: 'Longest answer in tokens' }),
  stream: z
    .boolean()
    .default(true)
    .meta({ label: 'Stream', help: 'Takes the answer piece by piece; off for servers that cannot' }),
  ...modelSettings,
})
type LlmConfig = z.output<typeof configSchema>

const outputSchema = z.strictObject({
  content: z.string(),
  /** `false` where the message on failure was said in the model's place. */
  answered: z.boolean(),
  model: z.string(),
  finish_reason: z.string(),
  usage: usageSchema,
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
})
type LlmOutput = z.output<typeof outputSchema>

/** Lets a chat model speak; a model that does not answer ends no conversation. */
export const llm = defineBlock({
  type: 'llm',
  label: 'Language model',
  description: 'Asks a language model and says what it answers.',
  category: 'conversation',
  icon: 'sparkles',
  config: configSchema,
  output: outputSchema,
  effect: 'read',
  limitMs: modelLimitMs,
  handles: () => ['out', 'unanswered'],
  says: ({ content }) => content,
  tokens: ({ usage }) => usage,
  writes: ({ variable_name }) => (variable_name === undefined ? [] : [variable_name]),
  async execute({ config, services, signal, wired }) {
    const { instructions, prompt, history, max_tokens: maxTokens, stream } = config
    const messages: ChatMessage[] = [...history, { role: 'user', content: prompt }]
    try {
      const answer = await askModel(config, { instructions, messages, maxTokens, stream }, { services, signal })
      if (answer.text.trim() !== '') return completed(config, messages, answer)
      return unanswered(config, messages, { code: 'empty_answer', message: 'The model said nothing' }, wired)
    } catch (fault) {
      if (!(fault instanceof BlockFailure)) throw fault
      return unanswered(config, messages, fault.error, wired)
    }
  },
})

function completed(config: LlmConfig, messages: ChatMessage[], answer: ChatAnswer): BlockOutcome<LlmOutput> {
  const output: LlmOutput = {
    content: answer.text,
    answered: true,
    model: answer.model,
    finish_reason: answer.finishReason,
    usage: usageOf(answer),
    error: null,
  }
  return { type: 'completed', output, ...remembered(config, messages, answer.text) }
}

function unanswered(
  config: LlmConfig,
  messages: ChatMessage[],
  { code, message }: { code: string; message: string },
  wired: ReadonlySet<string>,
): BlockOutcome<LlmOutput> {
  const output: LlmOutput = {
    content: config.default_message,
    answered: false,
    model: config.model ?? '',
    finish_reason: 'error',
    usage: { input_tokens: null, output_tokens: null, total_tokens: null },
    error: { code, message },
  }
  return {
    type: 'completed',
    output,
    ...(wired.has('unanswered') && { handle: 'unanswered' }),
    ...remembered(config, messages, config.default_message),
  }
}

function remembered({ variable_name }: LlmConfig, messages: ChatMessage[], content: string) {
  if (variable_name === undefined) return {}
  return { variables: { [variable_name]: [...messages, { role: 'assistant', content }] } }
}
