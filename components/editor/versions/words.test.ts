import { describe, expect, it } from 'vitest'
import { diffGraphs } from '#lib/engine/diff.ts'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { fieldWords, summaryOf } from './words.ts'

describe('the words for a changed field', () => {
  it.each([
    ['config.cases.clear.when', 'condition', 'Cases › clear › When'],
    ['config.cases', 'condition', 'Cases'],
    ['config.threshold', 'sanctions_screening', 'Threshold'],
    ['config.fields.0.label', 'manual_review', 'Fields › No. 1 › Label'],
    ['config.made_up.deeper', 'condition', 'Made up › Deeper'],
    ['config.anything', 'no_such_type', 'Anything'],
    ['retry.delaySeconds', 'condition', 'Retries › First after (s)'],
    ['enabled', 'condition', 'Switched on'],
  ])('of %s in a %s are %s', (path, type, words) => {
    expect(fieldWords(path, { type })).toBe(words)
  })

  it('of a workflow setting are those of its form', () => {
    expect(fieldWords('loopLimits.visits')).toBe('Limits on loops › Visits of one block')
  })
})

describe('the summary of a difference', () => {
  const before = buildGraph('start > old > end')

  it('names blocks, and counts what is not about them', () => {
    const after = buildGraph('start > a > end; a:error > end', { end: { enabled: false } })
    const twice = buildGraph('start > a > b > end', { end: { enabled: false } }, { settings: { maxParallelNodes: 3 } })
    expect(summaryOf(diffGraphs(before, twice))).toBe(
      'Adds a and b. Removes old. Changes end. Changes the workflow settings.',
    )
    expect(summaryOf(diffGraphs(buildGraph('start > a > end', { end: { enabled: false } }), after))).toBe(
      'Changes 1 connection.',
    )
  })

  it('says nothing where nothing differs', () => {
    expect(summaryOf(diffGraphs(before, before))).toBe('')
  })
})
