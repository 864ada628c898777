import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { templates } from '#lib/templates/index.ts'
import { type Graph, graphSchema, hashGraph } from './graph.ts'
import { arbitraryGraph } from './testing/arbitrary-graph.ts'
import { buildGraph } from './testing/build-graph.ts'
import { fromYaml, readText, toJsonText, toYaml } from './text.ts'

/** Texts that YAML could take for something else, besides any others. */
const awkward = fc.oneof(
  fc.constantFrom(
    'yes',
    'null',
    '~',
    '1e3',
    '0x1f',
    '- a',
    'a: b',
    '# no',
    '{input.x}',
    ' x ',
    'a\nb\n',
    'a\r\nb',
    '\t',
    '|',
    '"',
    '2027-01-31',
    '...',
    '---',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => text.isWellFormed()),
)
const json = fc.jsonValue({ maxDepth: 3, stringUnit: awkward }).map((value) => JSON.parse(JSON.stringify(value)))
const key = awkward.filter((name) => name !== '__proto__')

/** A random graph with all that a block, an edge or the graph itself can carry besides. */
const furnished = fc
  .tuple(arbitraryGraph, fc.array(fc.dictionary(key, json, { maxKeys: 3 }), { minLength: 3, maxLength: 3 }), awkward)
  .map(
    ([graph, configs, notes]): Graph =>
      graphSchema.parse({
        ...graph,
        blocks: graph.blocks.map((block, at) => ({
          ...block,
          config: { ...block.config, ...configs[at] },
          ...(at % 2 === 0 && { notes, timeoutMs: 1000, retry: { attempts: 2 } }),
          position: { x: at * 280.5, y: -at - 1 },
        })),
        variables: [
          { name: 'limit', type: 'number', default: 3 },
          { name: 'key', secret: true },
        ],
        settings: { maxParallelNodes: 3, loopLimits: {} },
      }),
  )

async function same(text: string, graph: Graph) {
  const read = fromYaml(text)
  expect(read).toEqual({ ok: true, graph })
  expect(read.ok && (await hashGraph(read.graph))).toBe(await hashGraph(graph))
}

describe('toYaml and fromYaml', () => {
  it.each(templates)('bring $slug back as it was', async ({ graph }) => {
    await same(toYaml(graph), graph)
    await same(toJsonText(graph), graph)
  })

  it('bring 200 random graphs back as they were, whatever their settings hold', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(furnished, async (graph) => {
        await same(toYaml(graph), graph)
        await same(toJsonText(graph), graph)
      }),
      { numRuns: 200 },
    )
  })

  it('write equal graphs as equal texts, whatever the order of their keys', () => {
    const [first, second] = ['{"a":1,"type":2,"b":{"d":1,"c":2}}', '{"b":{"c":2,"d":1},"type":2,"a":1}'].map((config) =>
      toYaml(buildGraph('start > work', { work: { config: JSON.parse(config) } })),
    )
    expect(first).toBe(second)
  })

  it('leave out what is default anyway', () => {
    expect(
      toYaml(buildGraph('start > work', { work: { enabled: false, config: { b: 'two\nlines', a: '{input.x}' } } })),
    ).toBe(`schemaVersion: 1
blocks:
  - id: start
    type: start
    name: start
    position: { x: 0, y: 0 }
  - id: work
    type: echo
    name: work
    enabled: false
    config:
      a: "{input.x}"
      b: |-
        two
        lines
    position: { x: 0, y: 0 }
edges:
  - id: start>work
    source: start
    target: work
`)
  })
})

describe('fromYaml', () => {
  it.each([
    ['a text that is no YAML', 'blocks: [', { line: 1, path: undefined }],
    ['a key given twice', 'blocks: []\nblocks: []\n', { line: 2, path: undefined }],
    ['a missing id', 'blocks:\n  - type: start\n    name: Start\n', { line: 2, path: 'blocks.0.id' }],
    [
      'an unknown key',
      'blocks:\n  - id: a\n    type: start\n    name: A\n    colour: red\n',
      { line: 5, path: 'blocks.0' },
    ],
    [
      'a wrong value',
      'blocks:\n  - id: a\n    type: start\n    name: A\n    join: some\n',
      { line: 5, path: 'blocks.0.join' },
    ],
    ['a number that JSON has not', 'blocks: []\nsettings:\n  deadlineSeconds: .inf\n', { line: 1, path: undefined }],
    ['no text at all', '', { line: 1, path: '' }],
  ])('refuses %s and says where', (_, text, { line, path }) => {
    const read = fromYaml(text)
    expect(read.ok ? [] : read.faults.map((fault) => ({ line: fault.line, path: fault.path }))).toEqual([
      { line, path },
    ])
  })

  it('refuses a text that unfolds into a thousand times itself', () => {
    const bomb = Array.from({ length: 12 }, (_, at) => `a${at}: &a${at} [${at ? `*a${at - 1},`.repeat(9) : '1'}]`).join(
      '\n',
    )
    expect(fromYaml(bomb).ok).toBe(false)
  })

  it('refuses a text that goes deeper than any graph', () => {
    expect(fromYaml('['.repeat(20_000)).ok).toBe(false)
  })

  it('reads no prototype', () => {
    const read = fromYaml(
      'blocks:\n  - id: a\n    type: start\n    name: A\n    config: { __proto__: { polluted: true } }\n',
    )
    expect(read.ok && read.graph.blocks[0]?.config).toEqual({})
  })
})

describe('placeOf', () => {
  it('points at a value, or at what holds the value that is missing', () => {
    const text = toYaml(buildGraph('start > work', { work: { config: { cases: [{ when: 'a' }] } } }))
    const { placeOf } = readText(text)
    const shown = (path: (string | number)[]) => {
      const { from, to } = placeOf(path)
      return text.slice(from, to)
    }
    expect(shown(['blocks', 1, 'config', 'cases', '0', 'when'])).toBe('a')
    expect(shown(['blocks', 1, 'config', 'missing'])).toBe('config')
    expect(placeOf(['blocks', 1, 'name']).line).toBe(9)
  })
})
