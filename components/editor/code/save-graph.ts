import type { Graph } from '#lib/engine/graph.ts'
import { toJsonText, toYaml } from '#lib/engine/text.ts'

/** Hands the graph to the browser as a file `<name>.yaml` or `<name>.json`, without the values of secret variables. */
export function saveGraph(graph: Graph, name: string, format: 'yaml' | 'json'): void {
  const plain = withoutSecrets(graph)
  const blob = new Blob([format === 'yaml' ? toYaml(plain) : toJsonText(plain)], {
    type: format === 'yaml' ? 'application/yaml' : 'application/json',
  })
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = `${name}.${format}`
  link.click()
  URL.revokeObjectURL(address)
}

/** The graph with its secret variables, but not what they hold. */
export function withoutSecrets(graph: Graph): Graph {
  return {
    ...graph,
    variables: graph.variables.map(({ default: value, ...variable }) =>
      variable.secret || value === undefined ? variable : { ...variable, default: value },
    ),
  }
}
