import type { GraphIndex } from './graph.ts'
import type { Scope } from './references.ts'
import { isDead } from './schedule.ts'
import { type ExecutionState, lastEnded, outputOf } from './state.ts'

/** What references and conditions of a block see at this moment. */
export function scopeOf(graph: GraphIndex, state: ExecutionState, env: Record<string, string>): Scope {
  return {
    input: state.input,
    vars: state.variables,
    env,
    block: (id) => {
      if (!graph.blocks.has(id)) return undefined
      const run = lastEnded(state, id)
      if (run) return outputOf(run)
      return isDead(graph, state, id) ? null : undefined
    },
  }
}
