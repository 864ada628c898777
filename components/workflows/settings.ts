import { blockRegistry } from '#lib/blocks/index.ts'
import { humanize, toFields } from '#lib/engine/fields.ts'
import type { Block } from '#lib/engine/graph.ts'
import { type Json, ownValue } from '#lib/engine/json.ts'

export type Setting = { name: string; label: string; value: Json }

/** A block's settings under the labels of its form: what was set, and the defaults that hold for the rest. */
export function settingsOf(block: Block): Setting[] {
  const definition = blockRegistry.get(block.type)
  const fields = definition ? toFields(definition.config) : []
  const known = fields.flatMap((field) => {
    const value = ownValue(block.config, field.name) ?? field.default
    return isBlank(value) ? [] : [{ name: field.name, label: field.label, value }]
  })
  const names = new Set(fields.map(({ name }) => name))
  const unknown = Object.entries(block.config)
    .filter(([name]) => !names.has(name))
    .map(([name, value]) => ({ name, label: humanize(name), value }))
  return [...known, ...unknown]
}

function isBlank(value: Json | undefined): value is undefined {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
