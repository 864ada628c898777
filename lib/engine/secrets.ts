import type { Json, JsonObject } from './json.ts'
import type { Vault } from './ports.ts'
import type { ExecutionState } from './state.ts'

/**
 * What is secret in one execution: the texts that are masked wherever a block leaves them, and the variables marked as
 * secret, which the record holds sealed. Input under the name of such a variable is as secret as the variable.
 */
export type Secrets = {
  /** Every text that must not be recorded; grows as variables take new values. */
  readonly texts: readonly string[]
  /** The state as blocks see it. */
  opened(state: ExecutionState): ExecutionState
  /** Notes what a block gives to secret variables, so that it is masked in what else the block leaves. */
  note(variables: JsonObject): void
  /** What a block gives to variables as it is recorded. */
  sealed(variables: JsonObject): JsonObject
}

/** Keeps the secrets of an execution whose graph marks `names` as secret; without a vault none can be marked. */
export function createSecrets(
  names: ReadonlySet<string>,
  vault: Vault | undefined,
  masked: readonly string[],
): Secrets {
  if (names.size === 0 || !vault) {
    return { texts: masked, opened: (state) => state, note: () => {}, sealed: (variables) => variables }
  }
  const texts = new Set(masked)
  const opened = new WeakMap<JsonObject, JsonObject>()
  const remember = (value: Json) => {
    for (const text of secretTexts(value)) texts.add(text)
  }

  function open(values: JsonObject): JsonObject {
    const known = opened.get(values)
    if (known) return known
    const entries = Object.entries(values).flatMap(([name, value]): [string, Json][] => {
      const plain = names.has(name) ? vault?.open(value) : value
      if (plain === undefined) return []
      if (names.has(name)) remember(plain)
      return [[name, plain]]
    })
    const result = Object.fromEntries(entries)
    opened.set(values, result)
    return result
  }

  return {
    get texts() {
      return [...texts]
    },
    opened: (state) => ({ ...state, input: open(state.input), variables: open(state.variables) }),
    note(variables) {
      for (const [name, value] of Object.entries(variables)) if (names.has(name)) remember(value)
    },
    sealed: (variables) => sealNamed(variables, names, vault),
  }
}

/** The values with those under the names sealed, except where they are already. */
export function sealNamed(values: JsonObject, names: ReadonlySet<string>, vault: Vault): JsonObject {
  const entries = Object.entries(values).map(([name, value]): [string, Json] => {
    const plain = !names.has(name) || value === null || isSealed(value, vault)
    return [name, plain ? value : vault.seal(value)]
  })
  return Object.fromEntries(entries)
}

/** Whether this vault has sealed the value. */
export function isSealed(value: Json, vault: Vault): boolean {
  const opened = vault.open(value)
  return opened !== undefined && opened !== value
}

/** The texts by which a secret value could be read: its own, and as it stands in JSON and in addresses. */
export function secretTexts(value: Json): string[] {
  if (typeof value === 'number') return [String(value)]
  if (typeof value === 'string') {
    const forms = [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())]
    return [...new Set(forms)].filter(Boolean)
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(secretTexts)
}
