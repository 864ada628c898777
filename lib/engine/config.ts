import { z } from 'zod'
import { type BlockDefinition, COMMON_HANDLES } from './block.ts'
import { type Json, type JsonObject, jsonSchema, ownValue } from './json.ts'
import { holdsReference, referencesWithin } from './references.ts'

const known = new WeakMap<z.ZodObject, JsonObject>()

/** What a block's settings are where the author says nothing. */
export function defaultsOf(schema: z.ZodObject): JsonObject {
  const cached = known.get(schema)
  if (cached) return cached
  const defaults = Object.entries(schema.shape).flatMap(([key, property]): [string, Json][] => {
    const parsed = jsonSchema.safeParse((property as z.ZodType).safeParse(undefined).data)
    return parsed.success ? [[key, parsed.data]] : []
  })
  const result = Object.fromEntries(defaults)
  known.set(schema, result)
  return result
}

/** Settings that the schema refuses, leaving out those whose value is only known when the block runs: none of the `literal` ones. */
export function checkConfig(
  schema: z.ZodObject,
  config: JsonObject,
  literal: readonly string[] = [],
): { path: string[]; message: string }[] {
  const parsed = schema.safeParse({ ...defaultsOf(schema), ...config })
  if (parsed.success) return []
  return parsed.error.issues.flatMap((issue) => {
    const path = issue.path.map(String)
    const late = !literal.includes(path[0] ?? '') && holdsReference(valueAt(config, path))
    return late ? [] : [{ path, message: issue.message }]
  })
}

/**
 * A block's settings as far as they are known before it runs: what is only known then is as if the author said nothing.
 * `undefined` where the schema refuses the rest.
 */
export function knownConfig<Config extends z.ZodObject>(
  schema: Config,
  config: JsonObject,
): z.output<Config> | undefined {
  const whole = { ...defaultsOf(schema), ...config }
  const parsed = schema.safeParse(whole)
  if (parsed.success) return parsed.data
  const late = new Set(parsed.error.issues.map(({ path }) => String(path[0])).filter((key) => defersToRun(whole[key])))
  const known = Object.entries(whole).filter(([key]) => !late.has(key))
  return schema.safeParse({ ...Object.fromEntries(known), ...only(defaultsOf(schema), late) }).data
}

function defersToRun(value: Json | undefined): boolean {
  return value !== undefined && referencesWithin(value).length > 0
}

function only(object: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => keys.has(key)))
}

/** The exits of a block in the order of the canvas, those that every block has last; `undefined` for unsound settings. */
export function handlesOf(definition: BlockDefinition, config: JsonObject): readonly string[] | undefined {
  const known = knownConfig(definition.config, config)
  if (known === undefined) return undefined
  if (definition.role === 'exit') return []
  return [...(definition.handles?.(known) ?? ['out']), ...COMMON_HANDLES]
}

/** The exits as far as the settings say them: unsound or missing settings count as not said, where that is enough for the rest. */
export function draftHandlesOf(definition: BlockDefinition, config: JsonObject): readonly string[] {
  const exact = handlesOf(definition, config)
  if (exact) return exact
  if (definition.role === 'exit') return []
  return [...guessedHandles(definition, config), ...COMMON_HANDLES]
}

function guessedHandles(definition: BlockDefinition, config: JsonObject): readonly string[] {
  const sound = Object.entries(definition.config.shape).flatMap(([key, property]): [string, unknown][] => {
    const parsed = z.safeParse(property, ownValue(config, key))
    return parsed.success && parsed.data !== undefined ? [[key, parsed.data]] : []
  })
  try {
    return definition.handles?.(Object.fromEntries(sound)) ?? ['out']
  } catch {
    return ['out']
  }
}

function valueAt(value: Json, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((at, step) => {
    if (Array.isArray(at)) return at[Number(step)]
    return typeof at === 'object' && at !== null ? ownValue(at, step) : undefined
  }, value)
}
