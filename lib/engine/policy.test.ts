import { describe, expect, it } from 'vitest'
import { indexGraph } from './graph.ts'
import { checkPolicy } from './policy.ts'
import { testBlocks } from './testing/blocks.ts'
import { buildGraph } from './testing/build-graph.ts'
import { by } from './testing/run-cases.ts'

type Blocks = Parameters<typeof buildGraph>[1]

const parts: NonNullable<Blocks> = {
  cred: { type: 'credential' },
  doc: { type: 'check' },
  screen: { type: 'screen' },
  review: { type: 'review' },
  r: by('x', 'y'),
  d: { type: 'decide', config: { when: 'screen.status == "clear"' } },
  e: { type: 'decide', config: { when: 'input.amount < 5' } },
}

function findings(paths: string, blocks: Blocks = {}): string[] {
  const named = Object.entries(parts).filter(([id]) => new RegExp(`\\b${id}\\b`).test(paths))
  const overridden = Object.entries(blocks).map(([id, block]) => [id, { ...parts[id], ...block }])
  const graph = buildGraph(paths, { ...Object.fromEntries(named), ...Object.fromEntries(overridden) })
  return checkPolicy(indexGraph(graph), testBlocks).map(({ code }) => code)
}

const BARE = ['credential_without_screening', 'credential_without_document_check']
const UNSCREENED = ['credential_without_screening']
const SKIPPED = ['review_can_be_skipped']
const DOUBTED = ['credential_despite_doubt']

describe('a way to a credential', () => {
  it.each<[string, string, string[]]>([
    ['with everything on it', 'start > doc > screen > cred', []],
    ['with a review as well', 'start > doc > screen > review; review:yes > cred', []],
    ['with nothing on it', 'start > cred', BARE],
    ['without screening', 'start > doc > cred', UNSCREENED],
    ['without a document check', 'start > screen > cred', ['credential_without_document_check']],
    ['with the screening after it', 'start > doc > cred > screen', UNSCREENED],
    ['past the screening by a decision', 'start > doc > r; r:x > screen > cred; r:y > cred', UNSCREENED],
    ['past the screening by its failure', 'start > doc > screen > cred; screen:error > cred', UNSCREENED],
    ['past the screening by its timeout', 'start > doc > screen > cred; screen:timeout > a > cred', UNSCREENED],
    ['with a failure that leads elsewhere', 'start > doc > screen > cred; screen:error > end', []],
    ['with both done side by side', 'start > doc > j; start > screen > j; j > cred', []],
    ['with a shortcut into a join that waits', 'start > doc > screen > j; start > j > cred', []],
    ['screened deeper in another branch', 'start > doc > j; start > x > screen > j; x > y > j; j > cred', []],
    ['screened on either side of a decision', 'start > doc > r; r:x > screen > cred; r:y > s2 > cred', UNSCREENED],
    ['beside a screening that it does not wait for', 'start > doc > cred; start > screen > end', UNSCREENED],
    ['round a cycle', 'start > doc > screen > r; r:x > doc; r:y > cred', []],
    ['past a review by a decision', 'start > doc > screen > r; r:x > review; review:yes > cred; r:y > cred', SKIPPED],
    ['past a review that expired', 'start > doc > screen > review; review:yes > cred; review:expired > cred', SKIPPED],
    [
      'past a review that was called off',
      'start > doc > screen > review; review:yes > cred; review:cancelled > cred',
      SKIPPED,
    ],
    ['after a review that comes too late', 'start > doc > screen > cred > review', []],
    ['by the exit of a hit', 'start > doc > screen > cred; screen:hit > cred', DOUBTED],
    ['by the exit of a hit, past something else', 'start > doc > screen > cred; screen:hit > a > cred', DOUBTED],
    ['with a hit that leads elsewhere', 'start > doc > screen > cred; screen:hit > end', []],
    ['with a hit that a person looks at', 'start > doc > screen > review > cred; screen:hit > review', []],
    [
      'with a review that a hit goes round',
      'start > doc > screen > review > cred; screen:hit > cred',
      [...SKIPPED, ...DOUBTED],
    ],
    ['with a hit that a condition looks at', 'start > doc > screen > d; screen:hit > d; d:yes > cred; d:no > end', []],
    [
      'with a hit that a condition looks past',
      'start > doc > screen > e; screen:hit > e; e:yes > cred; e:no > end',
      DOUBTED,
    ],
    ['without any review', 'start > doc > screen > r; r:x > cred; r:y > review', []],
  ])('%s', (_name, paths, expected) => {
    expect(findings(paths)).toEqual(expected)
  })

  it('counts a second screening on the other side', () => {
    const paths = 'start > doc > r; r:x > screen > cred; r:y > s2 > cred'
    expect(findings(paths, { s2: { type: 'screen' } })).toEqual([])
  })

  it('does not count a screening that is switched off', () => {
    expect(findings('start > doc > screen > cred', { screen: { enabled: false } })).toEqual(UNSCREENED)
  })

  it('does not count a screening whose failure goes unnoticed', () => {
    expect(findings('start > doc > screen > cred', { screen: { onError: 'continue' } })).toEqual(UNSCREENED)
  })

  it('does not count a screening that a join may overtake', () => {
    const paths = 'start > doc > a > j; doc > screen > j; j > cred'
    expect(findings(paths)).toEqual([])
    expect(findings(paths, { j: { join: 'any' } })).toEqual(UNSCREENED)
  })

  it('is of no concern where the credential is switched off', () => {
    expect(findings('start > cred', { cred: { enabled: false } })).toEqual([])
  })

  it('is told for each credential', () => {
    const graph = buildGraph('start > cred > c2', {
      cred: { type: 'credential' },
      c2: { type: 'credential', name: 'Second' },
    })
    const found = checkPolicy(indexGraph(graph), testBlocks)
    expect(found.map(({ blockId, severity }) => [blockId, severity])).toEqual([
      ['cred', 'policy'],
      ['cred', 'policy'],
      ['c2', 'policy'],
      ['c2', 'policy'],
    ])
    expect(found[2]?.message).toBe('Second can issue a credential to somebody who was never screened')
  })
})
