import { z } from 'zod'
import { BlockFailure, type BlockRunContext } from '#lib/engine/block.ts'
import type { BlockServices, ChatAnswer, ChatMessage } from '../services.ts'

/** Which model is asked, and how; the same for every block that asks one. */
export const modelSettings = {
  endpoint: z.string().max(2_000).nullable().default('{env.LLM_ENDPOINT?}').meta({
    label: 'Model server',
    control: 'text',
    help: 'Address of an OpenAI-compatible API, like https://models.example/v1',
  }),
  api_key: z.string().max(2_000).nullable().default('{env.LLM_API_KEY?}').meta({
    label: 'API key',
    control: 'text',
    help: 'A reference to a secret of the environment',
  }),
  model: z.string().max(200).nullable().default('{env.LLM_MODEL?}').meta({ label: 'Model', control: 'text' }),
  temperature: z.number().min(0).max(2).optional().meta({ label: 'Temperature', help: 'From 0, steady, to 2, free' }),
  timeout_seconds: z.number().min(1).max(300).default(60).meta({ label: 'Timeout in seconds' }),
} as const

const settingsSchema = z.strictObject(modelSettings)
type ModelSettings = z.output<typeof settingsSchema>

/** Tokens a model took in and gave out, as far as its server counts them. */
export const usageSchema = z.strictObject({
  input_tokens: z.int().nullable(),
  output_tokens: z.int().nullable(),
  total_tokens: z.int().nullable(),
})

/** The shape of the usage in a block's output. */
export function usageOf({ usage: { input, output, total } }: ChatAnswer): z.output<typeof usageSchema> {
  return { input_tokens: input, output_tokens: output, total_tokens: total }
}

export type Question = { instructions: string; messages: ChatMessage[]; maxTokens?: number; stream: boolean }

/** Asks the model of the settings; rejects with a `BlockFailure`, also where no model is set up. */
export async function askModel(
  config: ModelSettings,
  question: Question,
  { services, signal }: Pick<BlockRunContext<unknown, BlockServices>, 'services' | 'signal'>,
): Promise<ChatAnswer> {
  const { endpoint, api_key, model, temperature, timeout_seconds } = config
  if (!endpoint || !model) {
    throw new BlockFailure({ code: 'model_not_configured', message: 'No server or no model is named in the settings' })
  }
  return services.models.chat({
    ...question,
    ...(temperature !== undefined && { temperature }),
    endpoint,
    apiKey: api_key || null,
    model,
    timeoutMs: timeout_seconds * 1000,
    signal,
  })
}

const GRACE_MS = 5_000

/** Milliseconds an attempt with these settings may take. */
export function modelLimitMs({ timeout_seconds }: { timeout_seconds: number }): number {
  return timeout_seconds * 1000 + GRACE_MS
}
