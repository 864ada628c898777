import { describe, expect, it } from 'vitest'
import type { Evidence } from '#lib/contracts/reviews.ts'
import { exhibitsOf } from './exhibits.ts'
import { DOCUMENT, SCREENING } from './testing.ts'

const evidence = (blockId: string, output: Evidence['output'], blockType = 'any'): Evidence => ({
  blockId,
  blockName: blockId,
  blockType,
  visit: 1,
  endedAt: null,
  output,
})

describe('exhibitsOf', () => {
  it('shows the context first and nothing twice', () => {
    const { highlights, rest } = exhibitsOf({
      input: { subject_id: 's1' },
      context: { Note: 'Look', Document: { ...DOCUMENT }, Blank: null },
      evidence: [
        evidence('start', { subject_id: 's1' }),
        evidence('question', { answer: 42 }),
        evidence('clear?', { handle: 'else' }, 'condition'),
        evidence('document', { ...DOCUMENT }),
        evidence('screening', { ...SCREENING }),
        evidence('nothing', {}),
      ],
    })
    expect(highlights.map(({ title, finding }) => [title, finding.kind])).toEqual([
      ['Document', 'document'],
      ['Note', 'plain'],
    ])
    expect(rest.map(({ key, finding }) => [key, finding.kind])).toEqual([
      ['screening:1', 'screening'],
      ['question:1', 'plain'],
    ])
  })
})
