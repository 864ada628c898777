import { blockRegistry } from '#lib/blocks/index.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { Problem } from '#lib/engine/problem.ts'
import { type ReadText, readText } from '#lib/engine/text.ts'
import { checkDeployable, checkDraft } from '#lib/engine/validate.ts'

/** A remark at a stretch of the text. */
export type Remark = { from: number; to: number; line: number; severity: 'error' | 'warning' | 'info'; message: string }

export type CheckedText = {
  /** The graph the text stands for; absent while it cannot be one. */
  graph: Graph | undefined
  remarks: Remark[]
  /** Those that keep the text from being applied. */
  blocking: Remark[]
}

const SEVERITIES = { error: 'error', warning: 'warning', policy: 'info' } as const

/** Reads a text and says everything there is to say about it, each at its place. */
export function checkText(text: string): CheckedText {
  const read = readText(text)
  const { graph } = read
  if (!graph) {
    const remarks = read.faults.map((fault): Remark => ({ ...fault, severity: 'error', message: withPath(fault) }))
    return { graph: undefined, remarks, blocking: remarks }
  }
  const unfit = new Set(checkDraft(graph).map(keyOf))
  const found = checkDeployable(graph, blockRegistry).map((problem) => ({
    problem,
    remark: toRemark(problem, graph, read),
  }))
  const blocking = found.filter(({ problem }) => unfit.has(keyOf(problem))).map(({ remark }) => remark)
  return { graph: blocking.length > 0 ? undefined : graph, remarks: found.map(({ remark }) => remark), blocking }
}

function withPath({ path, message }: { path?: string; message: string }): string {
  return path ? `${path}: ${message}` : message
}

function keyOf({ code, blockId, edgeId }: Problem): string {
  return [code, blockId, edgeId].join(' ')
}

function toRemark(problem: Problem, graph: Graph, { placeOf }: ReadText): Remark {
  const { from, to, line } = placeOf(stepsTo(problem, graph))
  return { from, to, line, severity: SEVERITIES[problem.severity], message: problem.message }
}

/** Where in the whole graph a problem is; the last of several with the same id, which is the one too many. */
function stepsTo({ blockId, edgeId, path }: Problem, graph: Graph): (string | number)[] {
  const edge = graph.edges.findLastIndex(({ id }) => id === edgeId)
  if (edge >= 0) return ['edges', edge, 'id']
  const block = graph.blocks.findLastIndex(({ id }) => id === blockId)
  if (block < 0) return ['blocks']
  return ['blocks', block, ...(path === undefined ? ['id'] : path.split('.'))]
}
