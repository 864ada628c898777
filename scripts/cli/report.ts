import type { Graph } from '#lib/engine/graph.ts'
import type { Problem } from '#lib/engine/problem.ts'
import type { Refusal } from './api.ts'
import type { CliContext } from './context.ts'
import type { WorkflowFile } from './files.ts'

/** Says what is wrong with a text that is no graph, each with its place: `file:line:column`. */
export function reportFaults({ err }: Pick<CliContext, 'err'>, { name, read }: WorkflowFile): void {
  for (const { line, column, path, message } of read.faults) {
    err(`${name}:${line}:${column}: error: ${[path, message].filter(Boolean).join(': ')}`)
  }
}

/** Says what is wrong with a graph, each with the place in the file; policy findings with the id that acknowledges them. */
export function reportProblems(
  { err }: Pick<CliContext, 'err'>,
  { name, read }: Pick<WorkflowFile, 'name' | 'read'>,
  graph: Graph,
  problems: readonly Problem[],
): void {
  for (const problem of problems) {
    const { line, column } = read.placeOf(placeIn(graph, problem))
    const kind = { error: 'error', warning: 'warning', policy: 'finding' }[problem.severity]
    err(`${name}:${line}:${column}: ${kind}: ${problem.message} (${idOfProblem(problem)})`)
  }
}

function idOfProblem({ code, severity, blockId = '' }: Problem): string {
  return severity === 'policy' ? `${code}:${blockId}` : code
}

/** Where in the graph a problem is, as keys and positions. */
function placeIn(graph: Graph, { blockId, edgeId, path }: Problem): (string | number)[] {
  const steps = (path ?? '').split('.').filter(Boolean)
  const edge = edgeId === undefined ? -1 : graph.edges.findIndex(({ id }) => id === edgeId)
  if (edge >= 0) return ['edges', edge, ...steps]
  const block = blockId === undefined ? -1 : graph.blocks.findIndex(({ id }) => id === blockId)
  return block >= 0 ? ['blocks', block, ...steps] : steps
}

/** Says why the server refused, with everything it names. */
export function reportRefusal({ err }: Pick<CliContext, 'err'>, id: string, { message, details }: Refusal): void {
  err(`${id}: ${message}`)
  for (const detail of details) err(`  ${[detail.path, detail.message].filter(Boolean).join(': ')}`)
}
