import type { BlockDefinition } from './block.ts'
import type { Block } from './graph.ts'
import { isJsonObject, type Json, type JsonObject } from './json.ts'

/** The conditions among a block's settings as the author wrote them, and where they stand. */
export function conditionsOf(block: Block, definition: BlockDefinition | undefined): { text: string; at: string[] }[] {
  return (definition?.expressions ?? []).flatMap((path) => textsAt(block.config, path.split('.')))
}

/** The texts at a path in which `*` stands for every item of a list and every value of an object. */
function textsAt(config: JsonObject, path: string[]): { text: string; at: string[] }[] {
  const found = path.reduce<{ value: Json; at: string[] }[]>(
    (places, step) =>
      places.flatMap(({ value, at }) => membersAt(value, step).map(([key, item]) => place(item, at, key))),
    [{ value: config, at: [] }],
  )
  return found.flatMap(({ value, at }) => (typeof value === 'string' ? [{ text: value, at }] : []))
}

function place(value: Json, at: string[], key: string): { value: Json; at: string[] } {
  return { value, at: [...at, key] }
}

function membersAt(value: Json, step: string): [string, Json][] {
  const members = Array.isArray(value) || isJsonObject(value) ? Object.entries(value) : []
  return step === '*' ? members : members.filter(([key]) => key === step)
}
