import { z } from 'zod'
import { defineBlock } from '#lib/blocks/define.ts'
import { blockRegistry } from '#lib/blocks/index.ts'
import type { BlockServices } from '#lib/blocks/services.ts'
import { fieldSpecSchema } from '#lib/engine/fields.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'
import type { BlockRegistry } from '#lib/engine/ports.ts'

/** What test blocks did, and what keeps them waiting. */
export type World = {
  /** Idempotency key of every attempt, in order. */
  attempts: string[]
  /** How many `slow` blocks are at work, and how many ever were at once. */
  working: number
  mostWorking: number
  /** Lets every `slow` block with this gate go on, also those still to come. */
  open(gate: string): void
  /** Shuts these gates again. */
  close(...gates: string[]): void
  /** Resolves when a `slow` block with this gate is at work. */
  entered(gate: string): Promise<void>
}

type Gate = { opened: Promise<void>; open(): void; entered: Promise<void>; enter(): void }

/** The real block types and a few that can be watched: `count`, `fail`, `fault`, `slow`, `keyed`, `once`, `ask_for`. */
export function createTestBlocks(): { world: World; blocks: BlockRegistry<BlockServices> } {
  const gates = new Map<string, Gate>()
  const gate = (name: string): Gate => {
    const known = gates.get(name) ?? createGate()
    gates.set(name, known)
    return known
  }
  const world: World = {
    attempts: [],
    working: 0,
    mostWorking: 0,
    open: (name) => gate(name).open(),
    close: (...names) => {
      for (const name of names) gates.delete(name)
    },
    entered: (name) => gate(name).entered,
  }
  const types = [counting(world), failing(world), faulty(), slow(world, gate), ...effects(world), asking()]
  return { world, blocks: new Map([...blockRegistry, ...types.map((type) => [type.type, type] as const)]) }
}

const look = { category: 'flow', icon: 'box', description: 'For tests.', output: jsonObjectSchema } as const

/** Answers with its `value`, which may be a reference. */
function counting(world: World) {
  return defineBlock({
    ...look,
    type: 'count',
    label: 'Count',
    effect: 'read',
    config: z.strictObject({ value: z.json().default(null) }),
    async execute({ config, idempotencyKey, visit }) {
      world.attempts.push(idempotencyKey)
      return { type: 'completed', output: { value: config.value, visit } }
    },
  })
}

function failing(world: World) {
  return defineBlock({
    ...look,
    type: 'fail',
    label: 'Fail',
    effect: 'read',
    config: z.strictObject({ times: z.int().default(1_000), output: jsonObjectSchema.default({}) }),
    async execute({ config, idempotencyKey }) {
      world.attempts.push(idempotencyKey)
      const attempt = world.attempts.filter((key) => key === idempotencyKey).length
      if (attempt > config.times) return { type: 'completed', output: { attempt } }
      const error = { code: 'broken', message: 'It broke', retryable: true }
      return { type: 'failed', error, output: config.output }
    },
  })
}

/** Throws what no block should. */
function faulty() {
  return defineBlock({
    ...look,
    type: 'fault',
    label: 'Fault',
    effect: 'read',
    config: z.strictObject({}),
    async execute() {
      throw new Error('password=hunter2')
    },
  })
}

/** Works until its gate opens or it is stopped. */
function slow(world: World, gate: (name: string) => Gate) {
  return defineBlock({
    ...look,
    type: 'slow',
    label: 'Slow',
    effect: 'read',
    config: z.strictObject({ gate: z.string() }),
    async execute({ config, signal, idempotencyKey }) {
      world.attempts.push(idempotencyKey)
      world.working += 1
      world.mostWorking = Math.max(world.mostWorking, world.working)
      gate(config.gate).enter()
      try {
        await Promise.race([gate(config.gate).opened, whenAborted(signal)])
        signal.throwIfAborted()
        return { type: 'completed', output: {} }
      } finally {
        world.working -= 1
      }
    },
  })
}

function effects(world: World) {
  return (['keyed', 'once'] as const).map((effect) =>
    defineBlock({
      ...look,
      type: effect,
      label: effect,
      effect,
      config: z.strictObject({}),
      async execute({ idempotencyKey }) {
        world.attempts.push(idempotencyKey)
        return { type: 'completed', output: { key: idempotencyKey } }
      },
    }),
  )
}

/** Waits for input that is no review. */
function asking() {
  return defineBlock({
    ...look,
    type: 'ask_for',
    label: 'Ask',
    effect: 'pure',
    pauses: true,
    literal: ['fields'],
    config: z.strictObject({ fields: z.array(fieldSpecSchema).default([]) }),
    async execute({ config, resumed }) {
      if (resumed) return { type: 'completed', output: resumed.data }
      return { type: 'paused', pause: { kind: 'input', reason: 'data_missing', title: 'Ask', fields: config.fields } }
    },
  })
}

function createGate(): Gate {
  const opened = Promise.withResolvers<void>()
  const entered = Promise.withResolvers<void>()
  return { opened: opened.promise, open: opened.resolve, entered: entered.promise, enter: entered.resolve }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
