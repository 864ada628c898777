import { describe, expect, it } from 'vitest'
import type { Permission } from '#lib/auth/permissions.ts'
import type { Actor } from '#lib/engine/block.ts'
import { PAUSE_KINDS, pauseRequestSchema } from '#lib/engine/block.ts'
import { isAppError } from '#lib/errors.ts'
import type { StoredPause } from '#lib/store/executions.ts'
import { guardPause } from './guard.ts'

const ADA: Actor = { type: 'user', id: 'ada', name: 'Ada' }
const BOB: Actor = { type: 'user', id: 'bob', name: 'Bob' }
const CAS: Actor = { type: 'user', id: 'cas', name: 'Cas' }
const KEY: Actor = { type: 'key', id: 'key', name: 'Key' }
const FREE = { fourEyes: false, selfApproval: true, requiredApprovals: 1 }

type Case = {
  actor?: Actor
  permissions?: Permission[]
  roles?: string[]
  startedBy?: Actor
  pause?: object
  stand?: Partial<Pick<StoredPause, 'holder' | 'proposal'>>
}

/** The code of the refusal, or the part the principal has in the answer. */
function partOf({
  actor = ADA,
  permissions = ['reviews:decide'],
  roles = [],
  startedBy = BOB,
  pause = {},
  stand = {},
}: Case) {
  const request = pauseRequestSchema.parse({ kind: 'review', reason: 'r', title: 't', policy: FREE, ...pause })
  const principal = { actor, organizationId: 'o', environment: null, permissions: new Set(permissions), roles }
  const stored = {
    id: 'p',
    executionId: 'e',
    environment: 'PRODUCTION' as const,
    status: 'open' as const,
    pause: { ...request, id: 'p', blockId: 'b', visit: 1, openedAt: 0 },
    resolution: null,
    holder: null,
    proposal: null,
    revision: 0,
    ...stand,
  }
  try {
    return guardPause(principal, { triggeredBy: startedBy }, stored)
  } catch (error) {
    return isAppError(error) ? error.code : error
  }
}

describe('who may answer a pause', () => {
  const restricted = { assignees: { users: ['ada'], roles: ['compliance'] } }
  it.each<[string, Case, string]>([
    ['a person with the permission', {}, 'decide'],
    ['a key with the permission', { actor: KEY }, 'decide'],
    ['nobody without the permission', { permissions: [] }, 'forbidden'],
    ['the person named', { pause: restricted }, 'decide'],
    ['a person with a named role', { actor: BOB, roles: ['compliance'], startedBy: ADA, pause: restricted }, 'decide'],
    ['nobody else', { actor: BOB, startedBy: ADA, roles: ['other'], pause: restricted }, 'review_restricted'],
    ['no key where people are named', { actor: KEY, pause: restricted }, 'review_restricted'],
    ['no key with four eyes', { actor: KEY, pause: { policy: { ...FREE, fourEyes: true } } }, 'review_restricted'],
    ['whoever started it, unless told otherwise', { startedBy: ADA }, 'decide'],
    [
      'not whoever started it, where told so',
      { startedBy: ADA, pause: { policy: { ...FREE, selfApproval: false } } },
      'review_restricted',
    ],
    [
      'not the key that started it, where told so',
      { actor: KEY, startedBy: KEY, pause: { policy: { ...FREE, selfApproval: false } } },
      'review_restricted',
    ],
    ['another key, where told so', { actor: KEY, pause: { policy: { ...FREE, selfApproval: false } } }, 'decide'],
  ])('%s', (_name, given, expected) => {
    expect(partOf(given)).toBe(expected)
  })

  it.each(PAUSE_KINDS)('of kind %s', (kind) => {
    const waits = ['timer', 'event', 'child'].includes(kind)
    expect(partOf({ pause: { kind } })).toBe(waits ? 'not_waiting' : 'decide')
  })
})

describe('four eyes', () => {
  const pause = { policy: { ...FREE, fourEyes: true } }
  const proposal = {
    id: '0190a000-0000-7000-8000-000000000000',
    action: 'complete' as const,
    decision: 'approved',
    data: {},
    by: ADA,
    at: 0,
    confirmations: [{ by: CAS, at: 1 }],
  }
  it.each<[string, Case, string]>([
    ['the first person proposes', { pause }, 'propose'],
    ['whoever started it may propose', { pause, startedBy: ADA }, 'propose'],
    [
      'but not where told otherwise',
      { pause: { policy: { ...pause.policy, selfApproval: false } }, startedBy: ADA },
      'review_restricted',
    ],
    ['a second person confirms', { actor: BOB, startedBy: CAS, pause, stand: { proposal } }, 'confirm'],
    ['the first person does not confirm', { pause, stand: { proposal } }, 'review_restricted'],
    ['nobody confirms twice', { actor: CAS, pause, stand: { proposal } }, 'review_restricted'],
    [
      'whoever started it does not confirm',
      { actor: BOB, startedBy: BOB, pause, stand: { proposal } },
      'review_restricted',
    ],
    ['no key confirms', { actor: KEY, pause, stand: { proposal } }, 'review_restricted'],
    [
      'several needed without four eyes are no different',
      { pause: { policy: { ...FREE, requiredApprovals: 3 } } },
      'propose',
    ],
    ['and not for keys', { actor: KEY, pause: { policy: { ...FREE, requiredApprovals: 3 } } }, 'review_restricted'],
  ])('%s', (_name, given, expected) => {
    expect(partOf(given)).toBe(expected)
  })
})

describe('a pause that somebody has in hand', () => {
  it.each<[string, Case, string]>([
    ['is theirs to answer', { stand: { holder: ADA } }, 'decide'],
    ['is nobody else’s', { actor: BOB, stand: { holder: ADA } }, 'review_claimed'],
    ['nor a key’s', { actor: KEY, stand: { holder: ADA } }, 'review_claimed'],
    ['says first who may never answer it', { permissions: [], stand: { holder: BOB } }, 'forbidden'],
  ])('%s', (_name, given, expected) => {
    expect(partOf(given)).toBe(expected)
  })
})
