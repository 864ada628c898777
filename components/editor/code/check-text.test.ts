import { describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { toJsonText, toYaml } from '#lib/engine/text.ts'
import { checkText } from './check-text.ts'

const graph = buildGraph('start > a', { a: { type: 'message', config: { content: 'Hello {vars.name}' } } })

describe('checkText', () => {
  it.each([
    ['YAML', toYaml(graph)],
    ['JSON', toJsonText(graph)],
  ])('marks in %s the very value that is wrong, which keeps nothing from being applied', (_, text) => {
    const checked = checkText(text)
    expect(checked.graph).toEqual(graph)
    expect(checked.blocking).toEqual([])
    expect(checked.remarks.map(({ from, to, severity, message }) => [text.slice(from, to), severity, message])).toEqual(
      [
        ['"Hello {vars.name}"', 'error', '{vars.name}: there is no variable name'].map((part, at) =>
          at === 0 && !text.includes('"Hello {vars.name}"') ? 'Hello {vars.name}' : part,
        ),
      ],
    )
  })

  it('gives no graph for what could not even be saved, and marks the second of two', () => {
    const text = toYaml({ ...graph, blocks: [...graph.blocks, ...graph.blocks.slice(1)] })
    const checked = checkText(text)
    expect(checked.graph).toBeUndefined()
    expect(checked.blocking.map(({ from, to, line }) => [text.slice(from, to), line > 9])).toEqual([['a', true]])
  })

  it('names the path of what the schema refuses', () => {
    const checked = checkText('blocks:\n  - id: A\n    type: start\n    name: Start\n')
    expect(checked.graph).toBeUndefined()
    expect(checked.blocking).toEqual([
      expect.objectContaining({ line: 2, severity: 'error', message: expect.stringMatching(/^blocks\.0\.id: /) }),
    ])
  })
})
