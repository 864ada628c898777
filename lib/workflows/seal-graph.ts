import type { Graph } from '#lib/engine/graph.ts'
import type { Vault } from '#lib/engine/ports.ts'
import { AppError } from '#lib/errors.ts'
import { isSealedText } from '#lib/vault.ts'

/**
 * The graph as it is stored and shown: the values it gives to secret variables are sealed. One that came back as it was
 * shown stays as it is. Throws `validation_failed` for a value that was sealed by another organization or instance.
 */
export function sealGraph(graph: Graph, vault: Vault): Graph {
  if (!graph.variables.some(({ secret }) => secret)) return graph
  return { ...graph, variables: graph.variables.map((variable, index) => sealDefault(variable, index, vault)) }
}

type Variable = Graph['variables'][number]

function sealDefault(variable: Variable, index: number, vault: Vault): Variable {
  const { secret, default: value } = variable
  if (!secret || value === undefined || value === null) return variable
  if (!isSealedText(value)) return { ...variable, default: vault.seal(value) }
  if (vault.open(value) !== undefined) return variable
  const message = `The value of ${variable.name} was sealed elsewhere and must be entered again`
  throw new AppError('validation_failed', message, { details: [{ path: `variables.${index}.default`, message }] })
}
