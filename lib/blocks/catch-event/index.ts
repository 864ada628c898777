import { z } from 'zod'
import { jsonSchema } from '#lib/engine/json.ts'
import { defineBlock } from '../define.ts'

const config = z.strictObject({
  event_name: z.string().min(1).max(200).meta({ label: 'Event', help: 'The name under which the event is sent' }),
  correlation_key: z.string().max(256).default('').meta({
    label: 'Correlation key',
    help: 'Which of several waiting executions is meant; empty: the key the execution was started with',
  }),
  expires_in_seconds: z
    .number()
    .positive()
    .optional()
    .meta({ label: 'Expires after', help: 'Leaves by expired where it has an edge, else fails', unit: 'seconds' }),
})

/** What came with the event, and when. */
const output = z
  .object({ event: z.string(), receivedAt: z.iso.datetime() })
  .catchall(jsonSchema.meta({ personal: true }))

/** Waits for an event from outside that carries the right key. */
export const catchEvent = defineBlock({
  type: 'catch_event',
  label: 'Catch event',
  description: 'Waits until an event with the right name and key arrives.',
  category: 'flow',
  icon: 'radio-receiver',
  config,
  output,
  effect: 'pure',
  pauses: true,
  handles: () => ['out', 'expired', 'cancelled'],
  async execute({ config: { event_name: name, correlation_key: given, expires_in_seconds }, execution, resumed }) {
    if (resumed) {
      const receivedAt = new Date(resumed.at).toISOString()
      return { type: 'completed', output: { ...resumed.data, event: name, receivedAt } }
    }
    const correlationKey = given || execution.correlationKey
    if (!correlationKey) {
      const message = 'The block has no correlation key, and the execution was started without one'
      return { type: 'failed', error: { code: 'correlation_key_missing', message } }
    }
    return {
      type: 'paused',
      pause: {
        kind: 'event',
        reason: 'event',
        title: `Waiting for ${name}`,
        event: { name, correlationKey },
        ...(expires_in_seconds !== undefined && { expiresInSeconds: expires_in_seconds }),
      },
    }
  },
})
