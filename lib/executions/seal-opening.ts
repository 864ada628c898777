import type { GraphIndex } from '#lib/engine/graph.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import type { Vault } from '#lib/engine/ports.ts'
import { isSealed, sealNamed } from '#lib/engine/secrets.ts'
import type { ExecutionEventOf } from '#lib/engine/state.ts'

/** The first fact of an execution as it is recorded: secret variables, and input under their names, are sealed. */
export function sealOpening(
  vault: Vault,
  { graph, secretNames }: GraphIndex,
  opening: ExecutionEventOf<'created'>,
): ExecutionEventOf<'created'> {
  const defaults = Object.fromEntries(graph.variables.map((variable) => [variable.name, variable.default ?? null]))
  const variables = withoutForeignSecrets(opening.variables, secretNames, vault, defaults)
  if (secretNames.size === 0) return { ...opening, variables }
  return {
    ...opening,
    input: sealNamed(opening.input, secretNames, vault),
    variables: sealNamed(variables, secretNames, vault),
  }
}

/** A re-run may come from a graph with more secrets: what was secret there does not become readable here. */
function withoutForeignSecrets(
  variables: JsonObject,
  secretNames: ReadonlySet<string>,
  vault: Vault,
  defaults: JsonObject,
): JsonObject {
  const foreign = Object.keys(variables).filter(
    (name) => !secretNames.has(name) && isSealed(variables[name] ?? null, vault),
  )
  if (foreign.length === 0) return variables
  return { ...variables, ...Object.fromEntries(foreign.map((name) => [name, defaults[name] ?? null])) }
}
