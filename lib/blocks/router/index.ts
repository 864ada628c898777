import { z } from 'zod'
import { BlockFailure, type BlockOutcome, handleNameSchema } from '#lib/engine/block.ts'
import { defineBlock } from '../define.ts'
import { askModel, modelLimitMs, modelSettings, usageOf, usageSchema } from '../llm/model.ts'

const ELSE = 'else'

const branchSchema = z.strictObject({
  handle: handleNameSchema
    .refine((handle) => handle !== ELSE, `${ELSE} is taken where no branch fits`)
    .meta({ label: 'Handle', help: 'Name of the exit' }),
  label: z.string().max(120).default('').meta({ label: 'Label' }),
  when: z.string().max(4_000).optional().meta({
    label: 'Always where',
    help: 'A CEL expression; where it is true, the branch is taken and no model is asked',
  }),
  description: z.string().max(2_000).default('').meta({ label: 'When to take it', help: 'In words, for the model' }),
})
type Branch = z.output<typeof branchSchema>

const configSchema = z.strictObject({
  question: z.string().max(20_000).default('').meta({
    label: 'What to decide on',
    help: 'The text that the model judges, like {ask_reason.answer}; left empty, only expressions decide',
    control: 'textarea',
  }),
  branches: z
    .array(branchSchema)
    .max(20)
    .refine((all) => new Set(all.map(({ handle }) => handle)).size === all.length, 'Two branches have one handle')
    .default([])
    .meta({ label: 'Branches' }),
  instructions: z.string().max(20_000).default('').meta({
    label: 'Instructions',
    help: 'What the model should know besides',
    control: 'textarea',
  }),
  ...modelSettings,
})

const outputSchema = z.strictObject({
  handle: z.string(),
  /** `default` where no expression was true and the model did not answer with one of the branches. */
  decided_by: z.enum(['expression', 'model', 'default']),
  usage: usageSchema.nullable(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
})

type RouterOutput = z.output<typeof outputSchema>

/** Room for a branch's name and a little more. */
const ANSWER_TOKENS = 100

/** Chooses the way on: the first branch whose expression is true, else the one a chat model names, else `else`. */
export const router = defineBlock({
  type: 'router',
  label: 'Router',
  description: 'Takes the branch that an expression or a language model chooses.',
  category: 'conversation',
  icon: 'route',
  config: configSchema,
  output: outputSchema,
  effect: 'read',
  expressions: ['branches.*.when'],
  limitMs: modelLimitMs,
  tokens: ({ usage }) => usage,
  handles: ({ branches }) => [...branches.map(({ handle }) => handle), ELSE],
  async execute({ config, services, signal, evaluate }) {
    const certain = config.branches.find(({ when }) => when !== undefined && evaluate(when) === true)
    if (certain) return routed(certain.handle, 'expression')
    if (config.question === '') return routed(ELSE, 'default')
    const messages = [{ role: 'user' as const, content: config.question }]
    const question = { instructions: toInstructions(config), messages, maxTokens: ANSWER_TOKENS, stream: false }
    try {
      const answer = await askModel(config, question, { services, signal })
      const chosen = choiceIn(answer.text, config.branches)
      if (chosen !== null) return routed(chosen, 'model', { usage: usageOf(answer) })
      const error = { code: 'unknown_branch', message: 'The model named no branch' }
      return routed(ELSE, 'default', { usage: usageOf(answer), error })
    } catch (fault) {
      if (!(fault instanceof BlockFailure)) throw fault
      const { code, message } = fault.error
      return routed(ELSE, 'default', { error: { code, message } })
    }
  },
})

function routed(
  handle: string,
  decided_by: RouterOutput['decided_by'],
  rest: Partial<RouterOutput> = {},
): BlockOutcome<RouterOutput> {
  return { type: 'completed', output: { handle, decided_by, usage: null, error: null, ...rest }, handle }
}

function toInstructions({ instructions, branches }: { instructions: string; branches: readonly Branch[] }): string {
  const choices = branches.map(({ handle, label, description }) => `- ${handle}: ${description || label || handle}`)
  return [
    instructions,
    'Decide which of these fits what the user wrote. Answer with the name before the colon and nothing else.',
    [...choices, `- ${ELSE}: none of the others fits`].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** The branch an answer names, in any letter case and with quotes or a full stop around it; `null` where it names none. */
function choiceIn(answer: string, branches: readonly Branch[]): string | null {
  const named = answer
    .trim()
    .replace(/^["'`*]+|["'`*.]+$/g, '')
    .toLowerCase()
  return [...branches.map(({ handle }) => handle), ELSE].find((handle) => handle.toLowerCase() === named) ?? null
}
