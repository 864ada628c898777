import { describe, expect, it } from 'vitest'
import type { Permission } from '#lib/auth/permissions.ts'
import type { Actor } from '#lib/engine/block.ts'
import { PAUSE_KINDS, pauseRequestSchema } from '#lib/engine/block.ts'
import { isAppError } from '#lib/errors.ts'
import { guardPause } from './guard.ts'

const ADA: Actor = { type: 'user', id: 'ada', name: 'Ada' }
const BOB: Actor = { type: 'user', id: 'bob', name: 'Bob' }
const KEY: Actor = { type: 'key', id: 'key', name: 'Key' }
const FREE = { fourEyes: false, selfApproval: true, requiredApprovals: 1 }

type Case = {
  actor?: Actor
  permissions?: Permission[]
  roles?: string[]
  startedBy?: Actor
  pause?: object
}

/** The code of the refusal, or `null` where the principal may answer. */
function refusal({ actor = ADA, permissions = ['reviews:decide'], roles = [], startedBy = BOB, pause = {} }: Case) {
  const request = pauseRequestSchema.parse({ kind: 'review', reason: 'r', title: 't', policy: FREE, ...pause })
  const principal = { actor, organizationId: 'o', environment: null, permissions: new Set(permissions), roles }
  const stored = {
    id: 'p',
    executionId: 'e',
    environment: 'PRODUCTION' as const,
    status: 'open' as const,
    pause: { ...request, id: 'p', blockId: 'b', visit: 1, openedAt: 0 },
    resolution: null,
  }
  try {
    guardPause(principal, { triggeredBy: startedBy }, stored)
    return null
  } catch (error) {
    return isAppError(error) ? error.code : error
  }
}

describe('who may answer a pause', () => {
  const restricted = { assignees: { users: ['ada'], roles: ['compliance'] } }
  it.each<[string, Case, string | null]>([
    ['a person with the permission', {}, null],
    ['a key with the permission', { actor: KEY }, null],
    ['nobody without the permission', { permissions: [] }, 'forbidden'],
    ['the person named', { pause: restricted }, null],
    ['a person with a named role', { actor: BOB, roles: ['compliance'], startedBy: ADA, pause: restricted }, null],
    ['nobody else', { actor: BOB, startedBy: ADA, roles: ['other'], pause: restricted }, 'review_restricted'],
    ['no key where people are named', { actor: KEY, pause: restricted }, 'review_restricted'],
    ['no key with four eyes', { actor: KEY, pause: { policy: { ...FREE, fourEyes: true } } }, 'review_restricted'],
    ['whoever started it, unless told otherwise', { startedBy: ADA }, null],
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
    ['another key, where told so', { actor: KEY, pause: { policy: { ...FREE, selfApproval: false } } }, null],
  ])('%s', (_name, given, expected) => {
    expect(refusal(given)).toBe(expected)
  })

  it.each(PAUSE_KINDS)('of kind %s', (kind) => {
    const waits = ['timer', 'event', 'child'].includes(kind)
    expect(refusal({ pause: { kind } })).toBe(waits ? 'not_waiting' : null)
  })
})
