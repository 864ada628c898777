import fc from 'fast-check'
import { type Block, type Graph, graphSchema } from '../graph.ts'
import type { JsonObject } from '../json.ts'

type Kind = Pick<Block, 'type'> & { config?: JsonObject; exits: string[] }

const exit = fc.constantFrom('x', 'y')

const kind: fc.Arbitrary<Kind> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .constantFrom('echo', 'keyed', 'keyed', 'keyed', 'slow', 'count')
      .map((type) => ({ type, exits: ['out'] })),
  },
  {
    weight: 4,
    arbitrary: fc
      .array(exit, { minLength: 1, maxLength: 3 })
      .map((by) => ({ type: 'route', config: { by }, exits: ['x', 'y'] })),
  },
  { weight: 1, arbitrary: fc.constant<Kind>({ type: 'fail', exits: ['error', 'out'] }) },
  { weight: 1, arbitrary: fc.constant<Kind>({ type: 'pause', exits: ['out', 'yes', 'no'] }) },
)

const oneIn = (n: number) => fc.integer({ min: 1, max: n }).map((value) => value === 1)

const block = fc.record({ kind, any: oneIn(6), off: oneIn(10), goesOn: oneIn(3) })

/** Numbers from 0 to 1, from which an edge picks one of so many blocks or exits. */
const pick = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const edge = fc.record({ source: pick, exit: pick, target: pick })

/**
 * Graphs of up to 30 blocks, with cycles, joins, exclusive splits, failures and pauses. Every block has an edge from
 * an earlier one, which need not be taken; further edges lead anywhere but to the start.
 */
export const arbitraryGraph: fc.Arbitrary<Graph> = fc
  .tuple(
    fc.array(fc.record({ block, from: edge }), { minLength: 2, maxLength: 28, size: 'max' }),
    fc.array(edge, { maxLength: 30 }),
    fc.boolean(),
  )
  .map(([parts, more, terminate]) => {
    const kinds: Kind[] = [{ type: 'start', exits: ['out'] }, ...parts.map((part) => part.block.kind)]
    const chain = parts.map(({ from }, at) => toEdge(kinds, from, from.source * (at + 1), at + 1))
    const extra = more.map((one) => toEdge(kinds, one, one.source * kinds.length, 1 + one.target * parts.length))
    const last = { id: 'end', type: 'end', name: 'end', config: { terminate } }
    return graphSchema.parse({
      blocks: [...kinds.map((each, at) => toBlock(each, at, parts[at - 1]?.block)), last],
      edges: [...chain, ...extra, toEdge(kinds, { exit: 0 }, parts.length, 'end')].map((one, order) => ({
        ...one,
        id: `e${order}`,
        order,
      })),
    })
  })

function toBlock({ type, config = {} }: Kind, at: number, flags?: { any: boolean; off: boolean; goesOn: boolean }) {
  const id = idOf(at)
  return {
    id,
    type,
    name: id,
    config,
    enabled: !flags?.off,
    join: flags?.any ? 'any' : 'all',
    onError: flags?.goesOn ? 'continue' : 'fail',
  }
}

function toEdge(kinds: Kind[], from: { exit: number }, source: number, target: number | string) {
  const exits = kinds[Math.floor(source)]?.exits ?? []
  return {
    source: idOf(source),
    sourceHandle: exits[Math.floor(from.exit * exits.length)] ?? 'out',
    target: typeof target === 'string' ? target : idOf(target),
  }
}

function idOf(at: number): string {
  return at < 1 ? 'start' : `b${Math.floor(at)}`
}
