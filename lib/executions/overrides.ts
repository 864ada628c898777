import { seal, unseal } from '#lib/crypto.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'
import type { Runtime } from '#lib/ports.ts'
import type { StoredExecution } from './records.ts'

/** Seals a request's environment overrides, which may be secrets; `null` where there are none. */
export function sealOverrides(
  runtime: Runtime,
  executionId: string,
  overrides: Record<string, string>,
): Uint8Array | null {
  if (Object.keys(overrides).length === 0) return null
  return seal(runtime.masterKey, Buffer.from(JSON.stringify(overrides)), contextOf(executionId))
}

/** The environment overrides an execution was started with. */
export function openOverrides(runtime: Runtime, execution: StoredExecution): Record<string, string> {
  if (!execution.overrides) return {}
  const text = unseal(runtime.masterKey, execution.overrides, contextOf(execution.id)).toString()
  const values = Object.entries(jsonObjectSchema.parse(JSON.parse(text)))
  return Object.fromEntries(values.map(([name, value]) => [name, String(value)]))
}

function contextOf(executionId: string): string {
  return `overrides:${executionId}`
}
