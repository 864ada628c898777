import { describe, expect, it } from 'vitest'
import { type Graph, graphSchema } from '#lib/engine/graph.ts'
import { type DraftAction, type DraftState, doAction, openDraft, rebase, redo, sealStep, undo } from './draft.ts'
import { fragmentOf } from './fragment.ts'

const GRAPH = graphSchema.parse({
  blocks: [
    { id: 'start', type: 'start', name: 'Start', position: { x: 0, y: 0 } },
    { id: 'ask', type: 'ask', name: 'Ask', config: { question: 'Who?' }, position: { x: 0, y: 100 } },
    {
      id: 'split',
      type: 'condition',
      name: 'Split',
      config: { cases: [{ handle: 'yes', label: 'Yes', when: 'ask.answer == "x"' }] },
      position: { x: 0, y: 200 },
    },
    { id: 'end', type: 'end', name: 'End', position: { x: 0, y: 300 } },
  ],
  edges: [
    { id: 'e1', source: 'start', target: 'ask' },
    { id: 'e2', source: 'ask', target: 'split' },
    { id: 'e3', source: 'split', sourceHandle: 'yes', target: 'end' },
  ],
})

const at = { x: 500, y: 500 }
const apply = (action: DraftAction, graph: Graph = GRAPH) => doAction(openDraft(graph), action)
const ids = ({ graph }: DraftState) => graph.blocks.map(({ id }) => id)
const drawn = ({ graph }: DraftState) => graph.edges.map((e) => `${e.source}:${e.sourceHandle}>${e.target}`)
const block = ({ graph }: DraftState, id: string) => graph.blocks.find((candidate) => candidate.id === id)
const BEFORE = ['start:out>ask', 'ask:out>split', 'split:yes>end']

describe('adding a block', () => {
  it('gives it an id and a name of its own', () => {
    const state = apply({ type: 'addBlock', block: { type: 'ask' }, position: at })
    expect(state.added).toEqual(['ask_2'])
    expect(block(state, 'ask_2')).toMatchObject({ type: 'ask', config: {}, position: at })
    expect(block(state, 'ask_2')?.name).not.toBe('Ask')
  })

  it('connects it to the exit it comes from', () => {
    const from = { source: 'split', handle: 'else' }
    expect(drawn(apply({ type: 'addBlock', block: { type: 'end' }, position: at, from }))).toEqual([
      ...BEFORE,
      'split:else>end_2',
    ])
  })

  it('splits the edge it is put on', () => {
    expect(drawn(apply({ type: 'addBlock', block: { type: 'wait' }, position: at, onEdge: 'e2' }))).toEqual([
      'start:out>ask',
      'ask:out>wait',
      'split:yes>end',
      'wait:out>split',
    ])
  })
})

describe('changing a block', () => {
  it('takes away what is given as undefined', () => {
    const timed = apply({ type: 'updateBlock', id: 'ask', patch: { timeoutMs: 5 } })
    expect(block(timed, 'ask')?.timeoutMs).toBe(5)
    const bare = apply({ type: 'updateBlock', id: 'ask', patch: { timeoutMs: undefined } }, timed.graph)
    expect(Object.keys(block(bare, 'ask') ?? {})).not.toContain('timeoutMs')
  })

  it('takes edges along when an exit gets another name', () => {
    const config = { cases: [{ handle: 'sure', label: 'Sure', when: 'true' }] }
    expect(drawn(apply({ type: 'updateBlock', id: 'split', patch: { config } }))).toEqual([
      'start:out>ask',
      'ask:out>split',
      'split:sure>end',
    ])
  })

  it('is refused where no block could be so', () => {
    expect(apply({ type: 'updateBlock', id: 'ask', patch: { name: '' } }).graph).toBe(GRAPH)
  })

  it('renames it everywhere', () => {
    const state = apply({ type: 'renameBlock', id: 'ask', to: 'who' })
    expect(drawn(state)).toEqual(['start:out>who', 'who:out>split', 'split:yes>end'])
    expect(block(state, 'split')?.config).toEqual({
      cases: [{ handle: 'yes', label: 'Yes', when: 'who.answer == "x"' }],
    })
  })

  it.each(['end', 'Not an id', ''])('does not rename it to %j', (to) => {
    expect(apply({ type: 'renameBlock', id: 'ask', to }).graph).toBe(GRAPH)
  })
})

describe('edges', () => {
  it('are not drawn where they may not be', () => {
    for (const [source, target] of [
      ['end', 'ask'],
      ['ask', 'start'],
      ['start', 'ask'],
    ] as const) {
      expect(apply({ type: 'connect', source, sourceHandle: 'out', target }).graph).toBe(GRAPH)
    }
  })

  it('can be moved to another block and another exit', () => {
    const state = apply({ type: 'reconnect', edgeId: 'e3', sourceHandle: 'else', target: 'ask' })
    expect(drawn(state)).toEqual(['start:out>ask', 'ask:out>split', 'split:else>ask'])
    expect(state.graph.edges[2]?.id).toBe('e3')
  })

  it('go with the blocks they touch', () => {
    const state = apply({ type: 'removeBlocks', ids: ['split'] })
    expect([ids(state), drawn(state)]).toEqual([['start', 'ask', 'end'], ['start:out>ask']])
  })
})

describe('copies', () => {
  it('refer to one another, and to what was not copied as before', () => {
    const state = apply({ type: 'duplicateBlocks', ids: ['ask', 'split'] })
    expect(state.added).toEqual(['ask_2', 'split_2'])
    expect(drawn(state)).toEqual([...BEFORE, 'ask_2:out>split_2'])
    expect(block(state, 'split_2')?.config).toEqual({
      cases: [{ handle: 'yes', label: 'Yes', when: 'ask_2.answer == "x"' }],
    })
    const alone = apply({ type: 'duplicateBlocks', ids: ['split'] })
    expect(block(alone, 'split_2')?.config).toEqual(block(alone, 'split')?.config)
  })

  it('keep their ids and their shape in a graph that has none of them', () => {
    const fragment = fragmentOf(GRAPH, ['ask', 'split'])
    const state = apply({ type: 'paste', fragment, at }, graphSchema.parse({ blocks: [] }))
    expect(state.graph.blocks.map(({ id, position }) => [id, position])).toEqual([
      ['ask', { x: 500, y: 500 }],
      ['split', { x: 500, y: 600 }],
    ])
  })

  it('bring no second start', () => {
    const state = apply({ type: 'paste', fragment: fragmentOf(GRAPH, ['start', 'ask']), at })
    expect([state.added, drawn(state)]).toEqual([['ask_2'], BEFORE])
  })
})

describe('undo and redo', () => {
  const actions: DraftAction[] = [
    { type: 'addBlock', block: { type: 'end' }, position: at },
    { type: 'updateBlock', id: 'ask', patch: { name: 'Asked' } },
    { type: 'renameBlock', id: 'ask', to: 'asked' },
    { type: 'removeBlocks', ids: ['end'] },
    { type: 'duplicateBlocks', ids: ['ask'] },
    { type: 'setEnabled', ids: ['ask'], enabled: false },
    { type: 'connect', source: 'split', sourceHandle: 'else', target: 'end' },
    { type: 'reconnect', edgeId: 'e3', target: 'ask' },
    { type: 'removeEdges', ids: ['e1'] },
    { type: 'moveBlocks', positions: new Map([['ask', at]]) },
    { type: 'setVariables', variables: [{ name: 'limit', type: 'number' }] },
    { type: 'setSettings', settings: { maxParallelNodes: 2 } },
    { type: 'replaceGraph', graph: graphSchema.parse({ blocks: [] }) },
    { type: 'paste', fragment: fragmentOf(GRAPH, ['ask']), at },
  ]

  it.each(actions)('$type', (action) => {
    const done = apply(action)
    expect(done.graph).not.toEqual(GRAPH)
    expect(undo(done).graph).toBe(GRAPH)
    expect(redo(undo(done)).graph).toBe(done.graph)
    expect(redo(done)).toBe(done)
  })

  const type = (state: DraftState, question: string) =>
    doAction(state, { type: 'updateBlock', id: 'ask', patch: { config: { question } } })

  it('take typing in one field as one step, until it is left', () => {
    const typed = ['W', 'Wh', 'Why'].reduce(type, openDraft(GRAPH))
    expect(typed.past).toHaveLength(1)
    expect(undo(typed).graph).toBe(GRAPH)
    expect(type(sealStep(typed), 'When').past).toHaveLength(2)
    expect(doAction(typed, { type: 'updateBlock', id: 'ask', patch: { name: 'N' } }).past).toHaveLength(2)
  })

  it('forget what was taken back once something else is done', () => {
    expect(redo(type(undo(type(openDraft(GRAPH), 'A')), 'B')).graph).toEqual(type(openDraft(GRAPH), 'B').graph)
  })

  it('take back one’s own steps only, when others have changed the draft', () => {
    const mine = type(openDraft(GRAPH), 'Mine')
    const theirs = (graph: Graph) => ({ ...graph, settings: { maxParallelNodes: 3 } })
    expect(undo(rebase(mine, theirs)).graph).toEqual({ ...GRAPH, settings: { maxParallelNodes: 3 } })
  })
})
