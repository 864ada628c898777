import { describe, expect, it } from 'vitest'
import { checkConfig } from '#lib/engine/config.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { checkDeployable } from '#lib/engine/validate.ts'
import { blockRegistry } from '../index.ts'
import { runBlock } from '../testing.ts'
import { transform } from './index.ts'

describe('transform', () => {
  it('hands expression and data to the evaluator and answers its value', async () => {
    const asked: [string, JsonObject][] = []
    const evaluate = async (expression: string, data: JsonObject) => {
      asked.push([expression, data])
      return [1, null]
    }
    const outcome = await runBlock(
      transform,
      { expression: 'a + b', data: { a: 1, b: 2 } },
      { services: { expressions: { evaluate } } },
    )
    expect(outcome).toEqual({ type: 'completed', output: { value: [1, null] } })
    expect(asked).toEqual([['a + b', { a: 1, b: 2 }]])
  })

  it('passes on what the evaluator refuses', async () => {
    const fault = new Error('no')
    const services = { expressions: { evaluate: () => Promise.reject(fault) } }
    await expect(runBlock(transform, { data: {} }, { services })).rejects.toBe(fault)
  })
})

describe('the expression of a transform', () => {
  it.each(['input', 'input.{"name": name.first & " " & name.last}', '$map(input.items, function($i) { $i * 2 })'])(
    '%s is sound',
    (expression) => {
      expect(checkConfig(transform.config, { expression })).toEqual([])
    },
  )

  it.each([
    ['', 'Unexpected end of expression (at character 0)'],
    ['a b', 'Syntax error: "b" (at character 3)'],
    ['a[', 'Expected "]" before end of expression (at character 2)'],
    ['"open', 'String literal must be terminated by a matching quote (at character 5)'],
  ])('%j is refused where the graph is checked', (expression, message) => {
    const graph = buildGraph('start > shape > end', { shape: { type: 'transform', config: { expression } } })
    expect(checkDeployable(graph, blockRegistry)).toEqual([
      {
        code: 'invalid_config',
        severity: 'error',
        blockId: 'shape',
        path: 'config.expression',
        message: `expression: ${message}`,
      },
    ])
  })

  it('is refused also where it looks like a reference', () => {
    const config = { expression: '{nobody}' }
    const graph = buildGraph('start > shape > end', { shape: { type: 'transform', config } })
    expect(checkDeployable(graph, blockRegistry).map(({ message }) => message)).toEqual([
      'expression: Expected ":", got "}" (at character 8)',
    ])
  })
})
