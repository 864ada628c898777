import { describe, expect, it } from 'vitest'
import { type Graph, graphSchema } from './graph.ts'
import { testBlocks } from './testing/blocks.ts'
import { buildGraph } from './testing/build-graph.ts'
import { by } from './testing/run-cases.ts'
import { checkDeployable, checkDraft } from './validate.ts'

type Blocks = Parameters<typeof buildGraph>[1]

/** Problems as `code@where`, where is a block, an edge, or a setting of a block. */
function problems(graph: Graph): string[] {
  return checkDeployable(graph, testBlocks)
    .filter(({ severity }) => severity !== 'policy')
    .map(({ code, severity, blockId, edgeId, path }) => {
      const where = [edgeId ?? blockId, path].filter((part) => part !== undefined).join('.')
      return `${severity === 'warning' ? 'warning ' : ''}${code}${where && `@${where}`}`
    })
}

const raw = (blocks: object[], edges: object[] = []) =>
  graphSchema.parse({ blocks: blocks.map((block) => ({ name: 'x', type: 'echo', ...block })), edges })

describe('a sound graph', () => {
  it.each<[string, Blocks]>([
    ['start > a > end', {}],
    ['start > a > j; start > b > j; j > end', {}],
    ['start > r; r:x > a; r:y > end', { r: by('x', 'y') }],
    ['start > a; a:error > b; a:timeout > c', {}],
    ['start > p > r; r:again > p; r:done > end', { p: { type: 'pause' }, r: by('again', 'done') }],
    ['start > a > b', { b: { config: { value: 'so {a.value} and {a.error.message?}' } } }],
    ['start > a > b', { b: { config: { value: '{input.anything} {env.ANYTHING} {later?}' } } }],
    ['start > a > b', { b: { type: 'slow', config: { ms: '{a.value}' } } }],
    ['start > d; d:yes > a; d:no > b', { d: { type: 'decide', config: { when: 'start.amount > 1 && has(input.x)' } } }],
    [
      'start > m > a',
      { m: { type: 'remember', config: { value: { total: 1 } } }, a: { config: { value: '{vars.total} {total}' } } },
    ],
  ])('%s has no problems', (paths, blocks) => {
    expect(problems(buildGraph(paths, blocks))).toEqual([])
  })
})

describe('problems of structure', () => {
  it.each<[string, Graph, string[]]>([
    ['nothing at all', raw([]), ['no_start']],
    ['no start', buildGraph('a > b'), ['no_start']],
    ['two starts', buildGraph('start > a; s2 > a', { s2: { type: 'start' } }), ['several_starts@s2']],
    [
      'three starts',
      buildGraph('start; s2; s3', { s2: { type: 'start' }, s3: { type: 'start' } }),
      ['several_starts@s2', 'several_starts@s3'],
    ],
    [
      'one id twice',
      raw([
        { id: 'start', type: 'start' },
        { id: 'start', type: 'start' },
      ]),
      ['duplicate_block_id@start', 'several_starts@start'],
    ],
    [
      'one edge id twice',
      raw(
        [{ id: 'start', type: 'start' }, { id: 'a' }],
        [
          { id: 'e', source: 'start', target: 'a' },
          { id: 'e', source: 'start', target: 'a' },
        ],
      ),
      ['duplicate_edge_id@e'],
    ],
    [
      'an edge from nowhere',
      raw([{ id: 'start', type: 'start' }], [{ id: 'e', source: 'ghost', target: 'start' }]),
      ['missing_source@e'],
    ],
    [
      'an edge to nowhere',
      raw([{ id: 'start', type: 'start' }], [{ id: 'e', source: 'start', target: 'ghost' }]),
      ['missing_target@e'],
    ],
    [
      'an edge hanging in the air',
      raw([{ id: 'start', type: 'start' }], [{ id: 'e', source: 'x', target: 'y' }]),
      ['missing_source@e', 'missing_target@e'],
    ],
    ['an id that references read otherwise', buildGraph('start > env'), ['reserved_block_id@env']],
    ['a block type nobody knows', buildGraph('start > a', { a: { type: 'unheard_of' } }), ['unknown_block_type@a']],
    ['an exit that is not there', buildGraph('start > a; a:maybe > b'), ['unknown_handle@a:maybe>b']],
    [
      'an exit that the settings took away',
      buildGraph('start > r; r:x > a; r:y > b', { r: by('x') }),
      ['unknown_handle@r:y>b'],
    ],
    [
      'an edge back to the start',
      buildGraph('start > a > start'),
      ['edge_into_start@a>start', 'warning endless_cycle@start'],
    ],
    ['an edge out of an end', buildGraph('start > end > a'), ['edge_from_end@end>a']],
    ['an error edge out of an end', buildGraph('start > end; end:error > a'), ['edge_from_end@end:error>a']],
    ['a block on its own', buildGraph('start > a; b'), ['unreachable_block@b']],
    [
      'an island',
      buildGraph('start > a; b > c > b'),
      ['unreachable_block@b', 'unreachable_block@c', 'warning endless_cycle@b'],
    ],
  ])('%s', (_name, graph, expected) => {
    expect(problems(graph)).toEqual(expected)
  })

  it('are told all at once', () => {
    const graph = buildGraph('a > end > b; a:nope > c; x', {
      x: { type: 'unheard_of' },
      c: { type: 'slow', config: { ms: 'long' } },
    })
    expect(problems(graph)).toEqual([
      'no_start',
      'invalid_config@c.config.ms',
      'unknown_block_type@x',
      'edge_from_end@end>b',
      'unknown_handle@a:nope>c',
    ])
  })

  it('say in words what is wrong', () => {
    expect(checkDeployable(buildGraph('start > a; a:maybe > b'), testBlocks)).toEqual([
      { code: 'unknown_handle', severity: 'error', edgeId: 'a:maybe>b', blockId: 'a', message: 'a has no exit maybe' },
    ])
  })
})

describe('problems of settings', () => {
  it.each<[string, Blocks, string[]]>([
    ['a value of the wrong type', { a: { type: 'slow', config: { ms: 'long' } } }, ['invalid_config@a.config.ms']],
    ['a setting that is missing', { a: { type: 'route' } }, ['invalid_config@a.config.by']],
    ['a setting nobody knows', { a: { config: { valeu: 1 } } }, ['invalid_config@a.config']],
    ['a value deep inside', { a: { type: 'route', config: { by: ['x', 3] } } }, ['invalid_config@a.config.by.1']],
    ['a text that only holds a reference', { a: { type: 'slow', config: { ms: 'about {input.ms}' } } }, []],
  ])('%s', (_name, blocks, expected) => {
    expect(problems(buildGraph('start > a', blocks))).toEqual(expected)
  })

  it('do not hide the exits that the rest of the settings says', () => {
    const blocks = { p: { type: 'pause', config: { times: '{input.times}' } } }
    expect(problems(buildGraph('start > p; p:yes > a', blocks))).toEqual([])
    expect(problems(buildGraph('start > p; p:maybe > a', blocks))).toEqual(['unknown_handle@p:maybe>a'])
  })
})

describe('problems of references', () => {
  const declared = { start: { config: { fields: [{ name: 'amount', label: 'Amount' }] } } }
  it.each<[string, string, Blocks, string[]]>([
    [
      'a block that comes later',
      'start > a > b',
      { a: { config: { value: '{b.value}' } } },
      ['reference_never_before@a.config.value'],
    ],
    [
      'a block on another branch',
      'start > a; start > b',
      { a: { config: { value: '{b.value}' } } },
      ['reference_never_before@a.config.value'],
    ],
    [
      'the block itself',
      'start > a',
      { a: { config: { value: '{a.value}' } } },
      ['reference_never_before@a.config.value'],
    ],
    [
      'the block itself in a cycle',
      'start > a > p > a',
      { a: { config: { value: '{a.value}' } }, p: { type: 'pause' } },
      [],
    ],
    ['a later block, if there is one', 'start > a > b', { a: { config: { value: '{b.value?}' } } }, []],
    [
      'a variable nobody sets',
      'start > a',
      { a: { config: { value: '{vars.x}' } } },
      ['reference_unknown@a.config.value'],
    ],
    [
      'a name that may be in the input',
      'start > a',
      { a: { config: { value: '{x}' } } },
      ['warning reference_unknown@a.config.value'],
    ],
    [
      'a name that is not in the input',
      'start > a',
      { ...declared, a: { config: { value: '{x}' } } },
      ['reference_unknown@a.config.value'],
    ],
    ['a name that is in the input', 'start > a', { ...declared, a: { config: { value: '{amount}' } } }, []],
    [
      'a text deep inside',
      'start > a',
      { a: { config: { value: { deep: ['x', '{vars.x}'] } } } },
      ['reference_unknown@a.config.value.deep.1'],
    ],
    [
      'a condition that does not parse',
      'start > d',
      { d: { type: 'decide', config: { when: 'a ==' } } },
      ['condition_syntax@d.config.when'],
    ],
    [
      'a condition on a later block',
      'start > d; d:yes > a',
      { d: { type: 'decide', config: { when: 'a.value == 1' } } },
      ['condition_reference@d.config.when'],
    ],
    [
      'a condition on nothing known',
      'start > d',
      { ...declared, d: { type: 'decide', config: { when: 'nobody == 1' } } },
      ['condition_reference@d.config.when'],
    ],
    [
      'a condition on the types of values',
      'start > d',
      { ...declared, d: { type: 'decide', config: { when: 'type(amount) == int' } } },
      [],
    ],
    [
      'braces in a condition',
      'start > d',
      { d: { type: 'decide', config: { when: 'input.x == "{vars.nobody}"' } } },
      [],
    ],
  ])('%s', (_name, paths, blocks, expected) => {
    expect(problems(buildGraph(paths, blocks))).toEqual(expected)
  })

  it('know the variables of the workflow', () => {
    const variables: Graph['variables'] = [{ name: 'limit', type: 'number' }]
    expect(
      problems(buildGraph('start > a', { a: { config: { value: '{vars.limit} {limit}' } } }, { variables })),
    ).toEqual([])
  })
})

describe('cycles', () => {
  it.each<[string, string, Blocks, string[]]>([
    ['that wait for nothing', 'start > a > b > a', {}, ['warning endless_cycle@a']],
    ['of one block', 'start > a > a', {}, ['warning endless_cycle@a']],
    [
      'of which one can be left',
      'start > r; r:again > r; r:done > end',
      { r: by('again', 'done') },
      ['warning endless_cycle@r'],
    ],
    ['that wait for an answer', 'start > p > a > p', { p: { type: 'pause' } }, []],
    [
      'whose pause is switched off',
      'start > p > a > p',
      { p: { type: 'pause', enabled: false } },
      ['warning endless_cycle@p'],
    ],
    ['two of them', 'start > a > a; start > b > b', {}, ['warning endless_cycle@a', 'warning endless_cycle@b']],
    ['that share blocks', 'start > a > b > a; b > c > a', {}, ['warning endless_cycle@a']],
    [
      'of which one way waits and one does not',
      'start > a > p > a; a > b > a',
      { p: { type: 'pause' } },
      ['warning endless_cycle@a'],
    ],
  ])('%s', (_name, paths, blocks, expected) => {
    expect(problems(buildGraph(paths, blocks))).toEqual(expected)
  })

  it('are the author’s choice where he set the limits himself', () => {
    const settings = { loopLimits: { blockRuns: 50, visits: 5, traversals: 5 } }
    expect(problems(buildGraph('start > a > b > a', {}, { settings }))).toEqual([])
  })
})

describe('a draft', () => {
  it('may be incomplete', () => {
    expect(checkDraft(buildGraph('a > b; c:nope > d', { b: { type: 'unheard_of' } }))).toEqual([])
  })

  it('must have ids that are unique and edges that lead somewhere', () => {
    const graph = raw([{ id: 'a' }, { id: 'a' }], [{ id: 'e', source: 'a', target: 'ghost' }])
    expect(checkDraft(graph).map(({ code }) => code)).toEqual(['duplicate_block_id', 'missing_target'])
  })
})
