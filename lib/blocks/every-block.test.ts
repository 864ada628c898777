import { existsSync, readdirSync } from 'node:fs'
import dynamicIconImports from 'lucide-react/dynamicIconImports.mjs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  type BlockDefinition,
  BlockFailure,
  type BlockOutcome,
  CATEGORIES,
  COMMON_HANDLES,
  pauseRequestSchema,
} from '#lib/engine/block.ts'
import { checkConfig, defaultsOf } from '#lib/engine/config.ts'
import { toFields } from '#lib/engine/fields.ts'
import type { Json, JsonObject } from '#lib/engine/json.ts'
import { resolveReferences } from '#lib/engine/references.ts'
import type { childResultSchema } from './child-results.ts'
import { blockRegistry, blockTypes } from './index.ts'
import type { BlockServices } from './services.ts'
import { answered, type GivenRun, runBlock } from './testing.ts'

const NOW = new Date('2026-11-22T12:00:00Z')

/** An outside that answers everything with as little as it may. */
const services: BlockServices = {
  files: { get: async () => null, newest: async () => null },
  documents: {
    readText: () => null,
    readImage: async () => ({ mrz: null, provider: { name: 'x', version: '1' }, durationMs: 1 }),
  },
  screening: { search: async () => ({ hits: [], lists: [], provider: { name: 'x', version: '1' } }) },
  credentials: {
    issue: async ({ type }) => ({
      credential_id: 'urn:uuid:1',
      credential_type: type,
      signed_payload: 'a.b.c',
      status: 'active',
      expires_at: NOW.toISOString(),
    }),
  },
  http: { request: async () => ({ status: 200, headers: {}, body: '{}', durationMs: 1 }) },
  expressions: { evaluate: async () => null },
  companies: { search: async () => ({ matches: [], registers: [], provider: { name: 'x', version: '1' } }) },
  models: {
    chat: async ({ model }) => ({
      text: 'Hello',
      model,
      finishReason: 'stop',
      usage: { input: 1, output: 1, total: 2 },
      durationMs: 1,
    }),
  },
  settings: { acceptSpecimens: true },
  now: () => NOW,
  sleep: async () => undefined,
}

type Definition = BlockDefinition<z.ZodObject, z.ZodType<object>, BlockServices>
const types: readonly Definition[] = blockTypes

/** The least that an author can write: what has no default, as its schema describes it. */
function leastConfig(definition: Definition): JsonObject {
  const schema = z.toJSONSchema(definition.config, { io: 'input', unrepresentable: 'any' })
  const missing = (schema.required ?? []).map((name): [string, Json] => [name, sample(schema.properties?.[name])])
  return Object.fromEntries(missing)
}

function sample(property: unknown): Json {
  const type = typeof property === 'object' && property !== null && 'type' in property ? property.type : undefined
  if (type === 'number' || type === 'integer') return 1
  if (type === 'boolean') return true
  if (type === 'array') return ['x']
  return type === 'object' ? {} : 'https://service.example/x'
}

/** The settings as the engine hands them to a run on an input with a subject and a name. */
function resolvedConfig(definition: Definition): JsonObject {
  const whole = { ...defaultsOf(definition.config), ...leastConfig(definition) }
  const input = { subject_id: 'user_1', name: 'Jane Doe' }
  const resolved = resolveReferences(whole, { input, vars: {}, env: {}, block: () => null })
  return z.record(z.string(), z.json()).parse(resolved)
}

async function outcomeOf(definition: Definition, given: GivenRun): Promise<BlockOutcome> {
  try {
    return await runBlock(definition, resolvedConfig(definition), { services, evaluate: () => true, ...given })
  } catch (error) {
    if (error instanceof BlockFailure) return { type: 'failed', error: error.error }
    throw error
  }
}

function handlesOf(definition: Definition): readonly string[] {
  return definition.handles?.(definition.config.parse(resolvedConfig(definition))) ?? ['out']
}

/** What an engine, a canvas or an API relies on in whatever a run comes to. */
function expectWellFormed(definition: Definition, outcome: BlockOutcome): void {
  if (outcome.type === 'failed') {
    expect(outcome.error).toMatchObject({
      code: expect.stringMatching(/^[a-z_]+$/),
      message: expect.stringMatching(/./),
    })
    return
  }
  if (outcome.type === 'paused') {
    const pause = pauseRequestSchema.parse(outcome.pause)
    expect(pause.kind === 'child' || definition.pauses).toBe(true)
    return
  }
  expect(() => definition.output.parse(outcome.output)).not.toThrow()
  if (definition.role === 'exit') expect(outcome.handle).toBeUndefined()
  else expect(handlesOf(definition)).toContain(outcome.handle ?? 'out')
}

it('every folder of a block is in the list, and the list names nothing twice', () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && existsSync(`${import.meta.dirname}/${entry.name}/index.ts`),
  )
  const expected = folders.map(({ name }) => name.replaceAll('-', '_')).toSorted()
  expect(types.map(({ type }) => type).toSorted()).toEqual(expected)
  expect(blockRegistry.size).toBe(types.length)
})

describe.each(types.map((definition) => [definition.type, definition] as const))('%s', (_type, definition) => {
  it('says what it is', () => {
    expect(definition.label).toMatch(/^[A-Z]/)
    expect(definition.description).toMatch(/^[A-Z].*\.$/)
    expect(CATEGORIES).toContain(definition.category)
    expect(Object.keys(dynamicIconImports)).toContain(definition.icon)
  })

  it('takes settings by default, or lists what is missing', () => {
    const missing = Object.keys(leastConfig(definition))
    expect(checkConfig(definition.config, {}).map(({ path }) => path[0])).toEqual(missing)
  })

  it('has settings that a form can show', () => {
    const fields = toFields(definition.config)
    expect(fields.map(({ name }) => name).toSorted()).toEqual(Object.keys(definition.config.shape).toSorted())
    for (const field of fields) expect(field.label).toMatch(/^[A-Z]/)
  })

  it('names settings of its own as literal or as expressions', () => {
    const named = [...(definition.literal ?? []), ...(definition.expressions ?? []).map((path) => path.split('.')[0])]
    for (const key of named) expect(Object.keys(definition.config.shape)).toContain(key)
  })

  it('has exits of its own, each once', () => {
    const handles = handlesOf(definition)
    expect(new Set(handles).size).toBe(handles.length)
    for (const common of COMMON_HANDLES) expect(handles).not.toContain(common)
    expect(handles.length === 0).toBe(definition.role === 'exit')
  })

  it('names exits of its own as doubtful', () => {
    const config = definition.config.parse(resolvedConfig(definition))
    for (const exit of definition.doubts?.(config, new Set()) ?? []) expect(handlesOf(definition)).toContain(exit)
  })

  it('comes to something well formed, whatever is wired', async () => {
    for (const wired of [[], ['out'], handlesOf(definition)]) {
      expectWellFormed(definition, await outcomeOf(definition, { wired: new Set(wired) }))
    }
  })

  it('comes to something well formed once its pause is answered', async () => {
    const first = await outcomeOf(definition, {})
    if (first.type !== 'paused') return
    const decision = pauseRequestSchema.parse(first.pause).decisions[0]?.name
    const child: z.infer<typeof childResultSchema> = {
      status: 'completed',
      executionId: 'exec_2',
      output: {},
      error: null,
    }
    const resumed = answered({ data: { results: [child] }, ...(decision && { decision }) })
    for (const wired of [[], ['out'], handlesOf(definition)]) {
      expectWellFormed(
        definition,
        await outcomeOf(definition, { resumed, pausedAt: NOW.getTime(), wired: new Set(wired) }),
      )
    }
  })

  it('stops at once where it was stopped before it began', async () => {
    const settled = outcomeOf(definition, { signal: AbortSignal.abort(new Error('stop')) }).then(
      () => 'settled',
      () => 'settled',
    )
    const late = new Promise((resolve) => setTimeout(resolve, 1_000, 'still at work'))
    expect(await Promise.race([settled, late])).toBe('settled')
  })
})
