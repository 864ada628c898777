import { z } from 'zod'
import type { PauseInput } from '#lib/engine/block.ts'
import { jsonSchema } from '#lib/engine/json.ts'
import { defineBlock } from '../define.ts'
import { configSchema, type TaskConfig } from './config.ts'

/** Who completed the task, when (ISO 8601), and the fields that were filled in. */
const outputSchema = z.object({ submittedBy: z.string(), submittedAt: z.iso.datetime() }).catchall(jsonSchema)

/** Waits for a person to do something outside and to report it. */
export const userTask = defineBlock({
  type: 'user_task',
  label: 'User task',
  description: 'Gives a person something to do, and waits until it is done.',
  category: 'human',
  icon: 'clipboard-check',
  config: configSchema,
  output: outputSchema,
  effect: 'pure',
  literal: ['fields'],
  pauses: true,
  handles: () => ['out', 'cancelled', 'expired'],
  filledIn: ({ fields }) => ({ under: [], fields }),
  async execute({ config, resumed }) {
    if (!resumed) return { type: 'paused', pause: toPause(config) }
    const { data, by, at } = resumed
    return { type: 'completed', output: { ...data, submittedBy: by.name, submittedAt: new Date(at).toISOString() } }
  },
})

function toPause(config: TaskConfig): PauseInput {
  return {
    kind: 'task',
    reason: config.reason,
    title: config.title,
    ...(config.instructions !== '' && { instructions: config.instructions }),
    fields: config.fields,
    context: config.context,
    assignees: config.assignees,
    ...(config.due_in_seconds !== undefined && { dueInSeconds: config.due_in_seconds }),
    ...(config.expires_in_seconds !== undefined && { expiresInSeconds: config.expires_in_seconds }),
    onCancel: 'cancel_execution',
  }
}
