import { type Graph, graphSchema } from '#lib/engine/graph.ts'
import type { JsonObject } from '#lib/engine/json.ts'

/** A graph from `id: type` and edges `a -> b` or `a.handle -> b`. */
export function shape(
  blocks: Record<string, string | { type: string; config: JsonObject }>,
  edges: readonly string[],
): Graph {
  return graphSchema.parse({
    blocks: Object.entries({ start: 'start', ...blocks }).map(([id, of]) => ({
      id,
      name: id,
      ...(typeof of === 'string' ? { type: of } : of),
    })),
    edges: edges.map((edge) => {
      const [from = '', target = ''] = edge.split(' -> ')
      const [source = '', sourceHandle = 'out'] = from.split('.')
      return { id: edge, source, sourceHandle, target }
    }),
  })
}

const EIGHT = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8']
const COUNT_UP = { type: 'set_variable', config: { assignments: { n: '{body.visit}' } } }

/** More than a checkpoint's row takes. */
const LONG = { type: 'set_variable', config: { assignments: { long: 'x'.repeat(100_000) } } }

/** The shapes whose every checkpoint is survived. */
export const SHAPES: Record<string, Graph> = {
  sequence: shape({ a: 'keyed', b: 'keyed', c: 'keyed' }, ['start -> a', 'a -> b', 'b -> c']),
  parallel: shape(
    { ...Object.fromEntries(EIGHT.map((id) => [id, 'keyed'])), join: 'keyed' },
    EIGHT.flatMap((id) => [`start -> ${id}`, `${id} -> join`]),
  ),
  cycle: shape(
    {
      body: 'keyed',
      remember: COUNT_UP,
      again: { type: 'condition', config: { cases: [{ handle: 'more', label: 'More', when: 'body.visit < 3' }] } },
      last: 'keyed',
    },
    ['start -> body', 'body -> remember', 'remember -> again', 'again.more -> body', 'again.else -> last'],
  ),
  once: shape({ a: 'once', b: { type: 'keyed', config: {} } }, ['start -> a', 'a -> b', 'a.error -> b']),
  subworkflow: shape({ sub: { type: 'subworkflow', config: { workflow_id: 'wf_sequence' } }, after: 'keyed' }, [
    'start -> sub',
    'sub -> after',
  ]),
  long: shape(
    {
      first: LONG,
      a: 'keyed',
      review: { type: 'manual_review', config: { context: { seen: '{vars.long}' } } },
      second: { type: 'set_variable', config: { assignments: { twice: '{vars.long}{first.long}' } } },
      b: 'keyed',
    },
    ['start -> first', 'first -> a', 'a -> review', 'review -> second', 'second -> b'],
  ),
  pause: shape({ a: 'keyed', review: 'manual_review', b: 'keyed' }, ['start -> a', 'a -> review', 'review -> b']),
}
