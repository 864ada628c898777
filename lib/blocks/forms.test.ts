import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { toForm } from '#lib/engine/form.ts'
import { blockTypes } from './index.ts'

type Shape = z.core.JSONSchema.BaseSchema

/** Paths of all members, at any depth, that no author gave a label. */
function unlabelled(schema: Shape, path: string[] = []): string[] {
  const inside = [schema.items, schema.additionalProperties, ...(schema.oneOf ?? [])].flatMap((part) =>
    isShape(part) ? unlabelled(part, path) : [],
  )
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    if (!isShape(member) || member.const !== undefined) return []
    const here = [...path, name]
    return [...('label' in member ? [] : [here.join('.')]), ...('control' in member ? [] : unlabelled(member, here))]
  })
  return [...members, ...inside]
}

function isShape(part: unknown): part is Shape {
  return typeof part === 'object' && part !== null && !Array.isArray(part)
}

describe.each(blockTypes)('the form of $type', (definition) => {
  it('has a label for every field at every depth', () => {
    expect(unlabelled(z.toJSONSchema(definition.config, { io: 'input', unrepresentable: 'any' }))).toEqual([])
  })

  it('has one field for every setting', () => {
    expect(toForm(definition).map(({ name }) => name)).toEqual(Object.keys(definition.config.shape))
  })

  it('asks for any value only where the schema takes any value', () => {
    const { properties = {} } = z.toJSONSchema(definition.config, { io: 'input', unrepresentable: 'any' })
    const free = toForm(definition).filter(({ control }) => control.kind === 'value')
    expect(free.filter(({ name }) => !JSON.stringify(properties[name]).includes('"$ref"'))).toEqual([])
  })
})
