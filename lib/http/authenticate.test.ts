import { describe, expect, it } from 'vitest'
import type { Principal } from '#lib/auth/principal.ts'
import { authenticate } from './authenticate.ts'

function principal(name: string, organizationId: string | null): Principal {
  return {
    actor: { type: 'key', id: name, name },
    organizationId,
    environment: null,
    permissions: new Set(),
    roles: [],
  }
}

const known: Record<string, Principal> = {
  apk_a_1: principal('a', 'org1'),
  apk_b_1: principal('b', 'org2'),
  apk_system_1: principal('system', null),
  'ey.token.1': principal('token', 'org1'),
}
const find = async (text: string) => known[text] ?? null
const deps = { apiKeys: { principalOf: find }, verifyToken: find }

async function who(headers: Record<string, string>, over: Partial<typeof deps> = {}): Promise<string> {
  return (await authenticate({ ...deps, ...over }, new Headers(headers))).actor.name
}

describe('authenticate', () => {
  it.each([
    ['a key in its own header', { 'X-API-KEY': 'apk_a_1' }, 'a'],
    ['a key as bearer', { authorization: 'Bearer apk_a_1' }, 'a'],
    ['a bearer scheme in any letter case', { authorization: 'bEARER  apk_a_1' }, 'a'],
    ['a token as bearer', { authorization: 'Bearer ey.token.1' }, 'token'],
    [
      'a key and a token of one organization: the key decides',
      { 'x-api-key': 'apk_a_1', authorization: 'Bearer ey.token.1' },
      'a',
    ],
    ['a key beside another scheme', { 'x-api-key': 'apk_a_1', authorization: 'Basic eDp5' }, 'a'],
  ])('recognises %s', async (_, headers, name) => {
    expect(await who(headers)).toBe(name)
  })

  it.each([
    ['nothing', {}],
    ['an unknown key', { 'x-api-key': 'apk_c_1' }],
    ['an empty key', { 'x-api-key': ' ' }],
    ['an unknown token', { authorization: 'Bearer ey.token.2' }],
    ['another scheme', { authorization: 'Basic apk_a_1' }],
    ['a good key beside a bad token', { 'x-api-key': 'apk_a_1', authorization: 'Bearer ey.token.2' }],
    ['a bad key beside a good token', { 'x-api-key': 'apk_c_1', authorization: 'Bearer ey.token.1' }],
    ['a key and a token of two organizations', { 'x-api-key': 'apk_b_1', authorization: 'Bearer ey.token.1' }],
    ['a system key beside a key of an organization', { 'x-api-key': 'apk_system_1', authorization: 'Bearer apk_a_1' }],
    ['two tokens', { authorization: 'Bearer apk_a_1 apk_a_1' }],
  ])('refuses %s', async (_, headers) => {
    await expect(who(headers)).rejects.toMatchObject({
      code: 'unauthorized',
      message: 'A valid API key or token is needed',
    })
  })

  it('refuses tokens where none are issued', async () => {
    const noTokens = authenticate({ ...deps, verifyToken: null }, new Headers({ authorization: 'Bearer ey.token.1' }))
    await expect(noTokens).rejects.toMatchObject({ code: 'unauthorized' })
  })
})
