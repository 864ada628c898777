import { z } from 'zod'
import { type BlockDefinition, type BlockOutcome, type Effect, PAUSE_KINDS } from '../block.ts'
import { fieldSpecSchema } from '../fields.ts'
import { type JsonObject, jsonObjectSchema, jsonSchema } from '../json.ts'
import type { BlockRegistry, Clock } from '../ports.ts'

/** The outside of test blocks, which outlives a crash of the engine. */
export type World = {
  clock: Clock
  /** Idempotency keys of effects, in the order they happened. */
  effects: string[]
  /** How often each visit was attempted, by idempotency key. */
  attempts: Record<string, number>
  working: number
  mostWorking: number
}

export function createWorld(clock: Clock): World {
  return { clock, effects: [], attempts: {}, working: 0, mostWorking: 0 }
}

type Definition<Config extends z.ZodObject> = Partial<BlockDefinition<Config, typeof jsonObjectSchema, World>> &
  Pick<BlockDefinition<Config, typeof jsonObjectSchema, World>, 'config' | 'execute'>

function define<Config extends z.ZodObject>(
  type: string,
  definition: Definition<Config>,
): BlockDefinition<Config, typeof jsonObjectSchema, World> {
  return {
    type,
    label: type,
    description: type,
    category: 'flow',
    icon: 'box',
    output: jsonObjectSchema,
    effect: 'pure',
    ...definition,
  }
}

const valueConfig = z.strictObject({ value: jsonSchema.default(null) })

/** Takes `ms` of the world's time, and is counted among the blocks at work meanwhile. */
async function work(world: World, ms: number, signal: AbortSignal): Promise<void> {
  world.working += 1
  world.mostWorking = Math.max(world.mostWorking, world.working)
  try {
    await world.clock.sleep(ms, signal)
    signal.throwIfAborted()
  } finally {
    world.working -= 1
  }
}

function affecting(type: string, effect: Effect) {
  return define(type, {
    config: z.strictObject({ ms: z.number().default(10) }),
    effect,
    async execute({ config, services, signal, idempotencyKey, visit }) {
      await work(services, config.ms, signal)
      services.effects.push(idempotencyKey)
      return { type: 'completed', output: { visit } }
    },
  })
}

const start = define('start', {
  config: z.strictObject({ fields: z.array(fieldSpecSchema).default([]) }),
  role: 'entry',
  asks: (config) => config.fields,
  execute: async ({ input }) => ({ type: 'completed', output: input }),
})

const end = define('end', {
  config: z.strictObject({ output: jsonObjectSchema.default({}), terminate: z.boolean().default(false) }),
  role: 'exit',
  execute: async ({ config }) => ({ type: 'completed', output: config.output, terminate: config.terminate }),
})

/** Answers with its `value`, resolved. */
const echo = define('echo', {
  config: valueConfig,
  execute: async ({ config, visit }) => ({ type: 'completed', output: { value: config.value, visit } }),
})

/** Leaves by the exit named for this visit; the last name counts for all further visits. */
const route = define('route', {
  config: z.strictObject({ by: z.array(z.string()).min(1) }),
  handles: (config) => [...new Set(config.by)],
  async execute({ config, visit }) {
    const handle = config.by[Math.min(visit, config.by.length) - 1] ?? 'out'
    return { type: 'completed', output: { visit }, handle }
  },
})

/** Leaves by `yes` or `no`, as its expression says. */
const decide = define('decide', {
  config: z.strictObject({ when: z.string() }),
  expressions: ['when'],
  handles: () => ['yes', 'no'],
  async execute({ config, evaluate }) {
    const value = evaluate(config.when)
    return { type: 'completed', output: { value }, handle: value === true ? 'yes' : 'no' }
  },
})

/** Fails in its first `times` attempts, for ever unless told. */
const fail = define('fail', {
  config: z.strictObject({
    times: z.number().default(1_000),
    retryable: z.boolean().default(true),
    retryAfterSeconds: z.number().optional(),
    thrown: z.boolean().default(false),
    output: jsonObjectSchema.optional(),
  }),
  effect: 'read',
  async execute({ config, services, idempotencyKey }) {
    const attempt = (services.attempts[idempotencyKey] ?? 0) + 1
    services.attempts[idempotencyKey] = attempt
    if (attempt > config.times) return { type: 'completed', output: { ok: true } }
    if (config.thrown) throw new Error('broken')
    const { retryable, retryAfterSeconds, output } = config
    const error = { code: 'broken', message: 'It broke', retryable, ...(retryAfterSeconds && { retryAfterSeconds }) }
    return { type: 'failed', error, ...(output && { output }) }
  },
})

const slow = define('slow', {
  config: z.strictObject({ ms: z.number().default(10) }),
  effect: 'read',
  async execute({ config, services, signal, visit }): Promise<BlockOutcome> {
    await work(services, config.ms, signal)
    return { type: 'completed', output: { visit } }
  },
})

/** Does not listen when it is told to stop. */
const stubborn = define('stubborn', {
  config: z.strictObject({ ms: z.number().default(1_000_000) }),
  effect: 'read',
  async execute({ config, services }) {
    await services.clock.sleep(config.ms)
    return { type: 'completed', output: {} }
  },
})

/** Answers a request to stop with a failure instead of stopping quietly. */
const sore = define('sore', {
  config: z.strictObject({ ms: z.number().default(1_000) }),
  effect: 'read',
  async execute({ config, services, signal }) {
    await services.clock.sleep(config.ms, signal)
    if (!signal.aborted) return { type: 'completed', output: {} }
    return { type: 'failed', error: { code: 'stopped', message: 'I was stopped' } }
  },
})

/** Waits for an answer, as often as it is told; its output is the last answer's data, its exit the decision. */
const pause = define('pause', {
  config: z.strictObject({
    times: z.number().default(1),
    onCancel: z.enum(['continue', 'cancel_execution']).default('cancel_execution'),
    expiresInSeconds: z.number().optional(),
    context: jsonObjectSchema.default({}),
    kind: z.enum(PAUSE_KINDS).default('input'),
  }),
  handles: () => ['out', 'yes', 'no', 'expired', 'cancelled'],
  pauses: true,
  async execute({ config, resumed, answers = 0 }) {
    if (resumed && answers >= config.times) {
      const output = { ...resumed.data, action: resumed.action }
      return { type: 'completed', output, ...(resumed.decision && { handle: resumed.decision }) }
    }
    const { kind, onCancel, context, expiresInSeconds } = config
    const times = expiresInSeconds === undefined ? {} : { expiresInSeconds }
    return { type: 'paused', pause: { kind, reason: 'ask', title: 'Ask', onCancel, context, ...times } }
  },
})

/** Writes its `value` object into the variables. */
const remember = define('remember', {
  config: z.strictObject({ value: jsonObjectSchema }),
  writes: (config) => Object.keys(config.value),
  async execute({ config }) {
    return { type: 'completed', output: config.value, variables: config.value }
  },
})

/** Adds one to the variable `n`. */
const count = define('count', {
  config: z.strictObject({
    value: z
      .number()
      .nullable()
      .default('{vars.n?}' as never),
  }),
  writes: () => ['n'],
  async execute({ config }) {
    const n = Number(config.value ?? 0) + 1
    return { type: 'completed', output: { n }, variables: { n } }
  },
})

/** Answers with what no database could store, or with a pause that is none. */
const faulty = define('faulty', {
  config: z.strictObject({ how: z.enum(['pause', 'cycle']) }),
  async execute({ config }) {
    if (config.how === 'pause')
      return { type: 'paused', pause: { kind: 'input', reason: 'ask', title: 'Ask', dueInSeconds: -1 } }
    const output: JsonObject = {}
    output.self = output
    return { type: 'completed', output }
  },
})

const definitions = [
  start,
  end,
  echo,
  route,
  decide,
  fail,
  slow,
  stubborn,
  sore,
  pause,
  remember,
  count,
  faulty,
  affecting('keyed', 'keyed'),
  affecting('once', 'once'),
  { ...fail, type: 'flaky', effect: 'keyed' as const },
  {
    ...affecting('screen', 'read'),
    provides: ['screening' as const],
    handles: () => ['out', 'hit'],
    doubts: () => ['hit'],
  },
  { ...affecting('check', 'read'), provides: ['document_check' as const] },
  { ...affecting('credential', 'keyed'), provides: ['credential' as const] },
  { ...pause, type: 'review', provides: ['review' as const] },
]

/** Block types that do one small thing each, for tests of the engine. */
export const testBlocks: BlockRegistry<World> = new Map(definitions.map((definition) => [definition.type, definition]))
