import type { BlockServices } from '#lib/blocks/services.ts'
import { type Graph, graphSchema } from '#lib/engine/graph.ts'
import type { BlockRegistry } from '#lib/engine/ports.ts'
import { checkDeployable, type Problem } from '#lib/engine/validate.ts'
import { AppError, type ErrorDetail } from '#lib/errors.ts'

/** A graph from outside; throws `invalid_workflow_graph` naming every place that is not of a graph's shape. */
export function parseGraph(value: unknown): Graph {
  const parsed = graphSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const details = parsed.error.issues.map(({ path, message, code }) => ({ path: path.join('.'), message, code }))
  throw new AppError('invalid_workflow_graph', `The workflow graph has ${count(details)}`, { details })
}

/** The findings of a graph that may run; throws `invalid_workflow_graph` naming every error of one that may not. */
export function requireRunnable(graph: Graph, blocks: BlockRegistry<BlockServices>): Problem[] {
  const problems = checkDeployable(graph, blocks)
  refuseErrors(problems)
  return problems
}

/** Throws `invalid_workflow_graph` naming every error among the problems. */
export function refuseErrors(problems: readonly Problem[]): void {
  const errors = problems.filter((problem) => problem.severity === 'error')
  if (errors.length === 0) return
  const details = errors.map(toDetail)
  throw new AppError('invalid_workflow_graph', `The workflow graph has ${count(details)}`, { details })
}

function toDetail(problem: Problem): ErrorDetail {
  const path = [problem.blockId ?? problem.edgeId, problem.path].filter(Boolean).join('.')
  return { path, message: problem.message, code: problem.code }
}

function count(details: readonly unknown[]): string {
  return details.length === 1 ? '1 problem' : `${details.length} problems`
}
