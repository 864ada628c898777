import { describe, expect, it } from 'vitest'
import { blockRegistry } from '#lib/blocks/index.ts'
import { kycStandard } from '#lib/templates/kyc-standard.ts'
import { type Suggestion, suggestReferences } from './suggest.ts'
import { buildGraph } from './testing/build-graph.ts'

const graph = { ...kycStandard.graph, variables: [{ name: 'threshold', type: 'number' as const }] }
const paths = (suggestions: Suggestion[]) => suggestions.map(({ path }) => path)

describe('suggestReferences', () => {
  it('offers input, variables and environment everywhere', () => {
    const general = suggestReferences(graph, blockRegistry, undefined, ['SCREENING_URL'])
    expect(general).toEqual([
      { path: 'input.subject_id', label: 'Subject', from: { scope: 'input' } },
      { path: 'input.document_type', label: 'Document type', from: { scope: 'input' } },
      { path: 'vars.threshold', label: 'Threshold', from: { scope: 'variables' } },
      { path: 'env.SCREENING_URL', label: 'SCREENING_URL', from: { scope: 'environment' } },
    ])
  })

  it('offers what earlier blocks bring, the nearest first, and nothing of later ones', () => {
    const at = suggestReferences(graph, blockRegistry, 'screening_result')
    const blocks = at.flatMap(({ from }) => (from.scope === 'block' ? [from.blockId] : []))
    expect([...new Set(blocks)]).toEqual(['sanctions_screening', 'document_verification', 'start'])
    expect(paths(at)).toEqual(
      expect.arrayContaining([
        'sanctions_screening.status',
        'sanctions_screening.hits[0].score',
        'document_verification.name.first',
      ]),
    )
  })

  it('knows what people fill in', () => {
    const at = suggestReferences(graph, blockRegistry, 'credential_issue')
    expect(at).toContainEqual({
      path: 'sponsor_bank_review.approval_reference',
      label: 'Approval reference',
      from: { scope: 'block', blockId: 'sponsor_bank_review', name: 'Sponsor bank review' },
    })
  })

  it('offers input that no start declares but some block reads, in texts and in conditions', () => {
    const silent = buildGraph('start > work > choice', {
      work: { type: 'message', config: { content: 'Hello {input.first_name}' } },
      choice: {
        type: 'condition',
        config: { cases: [{ handle: 'yes', when: 'input.amount > 3 && env.LIMIT != ""' }] },
      },
    })
    expect(paths(suggestReferences(silent, blockRegistry, undefined))).toEqual([
      'input.first_name',
      'input.amount',
      'env.LIMIT',
    ])
  })

  it('offers a block itself only on a cycle', () => {
    const circle = buildGraph('start > one > two > one', { one: { type: 'message' }, two: { type: 'message' } })
    expect(paths(suggestReferences(circle, blockRegistry, 'one'))).toContain('one.content')
    const line = buildGraph('start > one', { one: { type: 'message' } })
    expect(paths(suggestReferences(line, blockRegistry, 'one'))).not.toContain('one.content')
  })
})
