import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { defineBlock } from '#lib/blocks/define.ts'
import { blockRegistry } from '#lib/blocks/index.ts'
import type { BlockServices } from '#lib/blocks/services.ts'
import type { Effect } from '#lib/engine/block.ts'
import type { BlockRegistry } from '#lib/engine/ports.ts'

const output = z.strictObject({ key: z.string(), visit: z.int() })

/** The real block types with three whose effects a vendor counts, `read`, `keyed`, `once`, and `broken`, which throws. */
export function faultBlocks(vendorUrl: string): BlockRegistry<BlockServices> {
  const effects = (['read', 'keyed', 'once'] as const).map((effect) => effectBlock(effect, vendorUrl))
  return new Map([...blockRegistry, ...[...effects, broken()].map((block) => [block.type, block] as const)])
}

function broken() {
  return defineBlock({
    type: 'broken',
    label: 'broken',
    description: 'Throws what no block should.',
    category: 'integration',
    icon: 'box',
    config: z.strictObject({ message: z.string() }),
    output: z.strictObject({}),
    effect: 'read',
    async execute({ config }) {
      throw new Error(config.message)
    },
  })
}

function effectBlock(effect: Effect, vendorUrl: string) {
  return defineBlock({
    type: effect,
    label: effect,
    description: 'Has an effect that is counted.',
    category: 'integration',
    icon: 'box',
    config: z.strictObject({ ms: z.number().default(0) }),
    output,
    effect,
    async execute({ config, idempotencyKey: key, visit, signal }) {
      if (vendorUrl !== '') await fetch(vendorUrl, { method: 'POST', body: JSON.stringify({ key, effect }), signal })
      if (config.ms > 0) await sleep(config.ms, undefined, { signal })
      return { type: 'completed', output: { key, visit } }
    },
  })
}
