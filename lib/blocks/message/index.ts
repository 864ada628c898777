import { z } from 'zod'
import { defineBlock } from '../define.ts'

const configSchema = z.strictObject({
  content: z.string().min(1).max(4_000).meta({ label: 'Text', help: 'What is said', control: 'textarea' }),
  alternatives: z
    .array(z.string().min(1).max(4_000))
    .max(50)
    .default([])
    .meta({ label: 'Alternatives', help: 'Texts that may be said in its place' }),
  mode: z
    .enum(['random', 'first'])
    .default('random')
    .meta({ label: 'Choice', choices: { random: 'Any of the texts', first: 'Always the text above' } }),
})

/** Says one text in a conversation. */
export const message = defineBlock({
  type: 'message',
  label: 'Message',
  description: 'Says a text, or one of several, and goes on.',
  category: 'conversation',
  icon: 'message-square',
  config: configSchema,
  output: z.strictObject({ content: z.string() }),
  effect: 'pure',
  says: ({ content }) => content,
  async execute({ config: { content, alternatives, mode }, idempotencyKey }) {
    const texts = mode === 'first' ? [content] : [content, ...alternatives]
    return { type: 'completed', output: { content: texts[spread(idempotencyKey) % texts.length] ?? content } }
  },
})

/** A number as good as drawn (FNV-1a), yet the same when the visit is repeated. */
function spread(text: string): number {
  return Array.from(text).reduce(
    (hash, sign) => Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16_777_619) >>> 0,
    2_166_136_261,
  )
}
