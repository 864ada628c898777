import { z } from 'zod'
import { defineBlock } from '../define.ts'

/** Longer waits leave the process: they are recorded, and survive its end. */
const LONGEST_SLEEP_SECONDS = 5
const YEAR_SECONDS = 366 * 86_400

const configSchema = z.strictObject({
  seconds: z
    .number()
    .max(YEAR_SECONDS)
    .default(60)
    .meta({ label: 'For', help: 'At most 366 days; nothing to wait for below 0', control: 'number', unit: 'seconds' }),
  until: z
    .union([z.iso.datetime({ offset: true, error: 'An instant as 2027-01-31T09:00:00Z' }), z.null()])
    .default(null)
    .meta({
      label: 'Until',
      help: 'An instant with its offset (ISO 8601); takes the place of the time above',
      control: 'text',
    }),
})
type WaitConfig = z.output<typeof configSchema>

/** Lets time pass: short waits in line, longer ones as a timer that survives restarts. */
export const wait = defineBlock({
  type: 'wait',
  label: 'Wait',
  description: 'Waits for some time, or until an instant.',
  category: 'flow',
  icon: 'timer',
  config: configSchema,
  output: z.object({ waited_seconds: z.number() }),
  effect: 'pure',
  pauses: true,
  async execute({ config, resumed, pausedAt, services, signal }) {
    if (resumed) return completed((resumed.at - (pausedAt ?? resumed.at)) / 1000)
    const seconds = secondsLeft(config, services.now())
    if (seconds > LONGEST_SLEEP_SECONDS) {
      return { type: 'paused', pause: { kind: 'timer', reason: 'wait', title: 'Waiting', wakeInSeconds: seconds } }
    }
    await services.sleep(seconds * 1000, signal)
    signal.throwIfAborted()
    return completed(seconds)
  },
})

function secondsLeft({ seconds, until }: WaitConfig, now: Date): number {
  const left = until === null ? seconds : (Date.parse(until) - now.getTime()) / 1000
  return Math.min(Math.max(left, 0), YEAR_SECONDS)
}

function completed(waited_seconds: number) {
  return { type: 'completed' as const, output: { waited_seconds } }
}
