import { describe, expect, it } from 'vitest'
import { graphSchema } from '#lib/engine/graph.ts'
import { findInGraph, replaceInGraph } from './search.ts'

const GRAPH = graphSchema.parse({
  blocks: [
    { id: 'ask', type: 'ask', name: 'Ask for it', config: { question: 'Who (exactly)?' }, notes: 'asked once' },
    {
      id: 'say',
      type: 'message',
      name: 'Say',
      config: { text: '{ask.answer} and {ask.answer?}', more: [{ a: 'Ask' }] },
    },
  ],
})

const found = (text: string, matchCase = false) =>
  findInGraph(GRAPH, { text, matchCase }).map(({ blockId, path, count }) => `${blockId}.${path} ${count}`)

describe('finding', () => {
  it('looks at names, ids, types, notes, settings and the references in them', () => {
    expect(found('ask')).toEqual([
      'ask.name 1',
      'ask.id 1',
      'ask.type 1',
      'ask.notes 1',
      'say.config.text 2',
      'say.config.more.0.a 1',
    ])
  })

  it.each<[string, boolean, string[]]>([
    ['Ask', true, ['ask.name 1', 'say.config.more.0.a 1']],
    ['(exactly)', false, ['ask.config.question 1']],
    ['{ask.', false, ['say.config.text 2']],
    ['', false, []],
    ['nowhere', false, []],
  ])('%j, letter case %j', (text, matchCase, expected) => {
    expect(found(text, matchCase)).toEqual(expected)
  })
})

describe('replacing', () => {
  it('changes names, notes and settings, never ids and types', () => {
    const { blocks } = replaceInGraph(GRAPH, { text: 'ask', matchCase: false }, '$&who')
    expect(blocks.map(({ id, type, name, notes, config }) => ({ id, type, name, notes, config }))).toEqual([
      { id: 'ask', type: 'ask', name: '$&who for it', notes: '$&whoed once', config: { question: 'Who (exactly)?' } },
      {
        id: 'say',
        type: 'message',
        name: 'Say',
        notes: undefined,
        config: { text: '{$&who.answer} and {$&who.answer?}', more: [{ a: '$&who' }] },
      },
    ])
  })

  it('changes one place alone', () => {
    const changed = replaceInGraph(GRAPH, { text: 'ask', matchCase: false }, 'x', {
      blockId: 'say',
      path: 'config.text',
    })
    expect(changed.blocks.map(({ name, config }) => [name, config])).toEqual([
      ['Ask for it', { question: 'Who (exactly)?' }],
      ['Say', { text: '{x.answer} and {x.answer?}', more: [{ a: 'Ask' }] }],
    ])
  })

  it('leaves no block without a name', () => {
    expect(replaceInGraph(GRAPH, { text: 'Say', matchCase: true }, '').blocks[1]?.name).toBe('Say')
  })
})
