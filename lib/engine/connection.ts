import { handlesOf } from './config.ts'
import type { Block, Edge, GraphIndex } from './graph.ts'
import type { BlockCatalogue, Problem, ProblemCode } from './problem.ts'

/** An edge that is, or may be, drawn. */
export type Connection = Pick<Edge, 'source' | 'sourceHandle' | 'target'>

/** Why an edge may not be drawn. */
type Refusal = Omit<Problem, 'code'> & { code: ProblemCode | 'duplicate_edge' }

/** What is wrong with where an edge leaves and arrives; the same findings as those of `checkDeployable`, without an edge's id. */
export function checkConnection(index: GraphIndex, blocks: BlockCatalogue, connection: Connection): Problem[] {
  const from = index.blocks.get(connection.source)
  const into = index.blocks.get(connection.target)
  const definition = from && blocks.get(from.type)
  const problems: Problem[] = []
  if (into && blocks.get(into.type)?.role === 'entry') {
    problems.push(refusal('edge_into_start', 'No edge may lead back to the start', into.id))
  }
  if (!from || !definition) return problems
  if (definition.role === 'exit') {
    problems.push(refusal('edge_from_end', `${from.name} ends its path`, from.id))
  } else if (handlesOf(definition, from.config)?.includes(connection.sourceHandle) === false) {
    problems.push(refusal('unknown_handle', `${from.name} has no exit ${connection.sourceHandle}`, from.id))
  }
  return problems
}

/**
 * Why an edge may not be drawn; `undefined` where it may. Besides what validation refuses: what is drawn already
 * (except the edge that is being moved), and a block that would run itself again without ever waiting.
 */
export function refuseConnection(
  index: GraphIndex,
  blocks: BlockCatalogue,
  connection: Connection,
  moving?: string,
): Refusal | undefined {
  const from = index.blocks.get(connection.source)
  if (!from || !index.blocks.has(connection.target)) {
    return refusal('missing_target', 'An edge leads from one block to another', connection.source)
  }
  if (connection.source === connection.target && !waits(from, blocks)) {
    return refusal('endless_cycle', `${from.name} would run itself again without waiting`, from.id)
  }
  const twin = index
    .outgoing(connection.source, connection.sourceHandle)
    .find(({ id, target }) => target === connection.target && id !== moving)
  if (twin) return refusal('duplicate_edge', 'This edge is there already', connection.source)
  return checkConnection(index, blocks, connection)[0]
}

function waits(block: Block, blocks: BlockCatalogue): boolean {
  return block.enabled && blocks.get(block.type)?.pauses === true
}

function refusal<Code extends Refusal['code']>(code: Code, message: string, blockId: string) {
  return { code, severity: 'error' as const, blockId, message }
}
