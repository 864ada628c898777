import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, describe, expect, it } from 'vitest'
import { TOKEN_SECONDS } from '#lib/auth/token.ts'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { call, refusal } from './testing.ts'
import { tokenRoute, tokenSchema } from './token.ts'
import { workflowsRoute } from './workflows.ts'

const house = await createTestRuntime()
const { runtime, acme, globex } = house
afterAll(() => house.close())
await acme.deploy('short', buildGraph('start > end'))

const ISSUER = 'http://127.0.0.1:3000'
const UNKNOWN = refusal(401, 'unauthorized', 'A valid API key or token is needed')
const tokens = tokenRoute(() => runtime)
const workflows = workflowsRoute(() => runtime)

const ask = (key: string | undefined, body?: unknown, headers?: Record<string, string>) =>
  call(tokens.POST, { ...(key !== undefined && { key }), body, ...(headers && { headers }) })
const read = (token: string, headers: Record<string, string> = {}) =>
  call(workflows.GET, { method: 'GET', headers: { authorization: `Bearer ${token}`, ...headers } })

async function tokenOf(key: string, body?: unknown): Promise<string> {
  return tokenSchema.parse((await ask(key, body)).body).access_token
}

function keyIdOf(key: string): string {
  return key.split('_')[1] ?? ''
}

/** A token as the instance would sign it, but for what is changed. */
async function forge({
  key,
  claims = {},
  header = {},
}: {
  key: string
  claims?: Record<string, unknown>
  header?: Record<string, string>
}): Promise<string> {
  const active = await runtime.credentials.signer.active()
  const seconds = Math.floor(Date.now() / 1000)
  const usual = {
    iss: ISSUER,
    aud: 'workflow-api',
    sub: `key:${keyIdOf(key)}`,
    org: acme.id,
    env: 'PRODUCTION',
    scope: 'workflows:read',
    iat: seconds,
    exp: seconds + 600,
    jti: 'x',
  }
  return active.sign({ ...usual, ...claims }, { kid: active.kid, typ: 'at+jwt', ...header })
}

describe('POST /v1/auth/token', () => {
  it('answers a key with a signed token of a quarter of an hour', async () => {
    const key = await acme.apiKey({ scopes: ['workflows:read', 'workflows:execute'] })
    const { status, body } = await ask(key)
    const token = tokenSchema.parse(body)
    expect({ status, ...token, access_token: '' }).toEqual({
      status: 200,
      access_token: '',
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      scope: 'workflows:read workflows:execute',
    })
    const { kid } = await runtime.credentials.signer.active()
    expect(decodeProtectedHeader(token.access_token)).toEqual({ alg: 'ES256', kid, typ: 'at+jwt' })
    const { iat = 0, ...claims } = decodeJwt(token.access_token)
    expect(claims).toEqual({
      iss: ISSUER,
      aud: 'workflow-api',
      sub: `key:${keyIdOf(key)}`,
      client_id: keyIdOf(key),
      org: acme.id,
      env: 'PRODUCTION',
      scope: 'workflows:read workflows:execute',
      exp: iat + 900,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect((await runtime.credentials.jwks()).keys.map((published) => published.kid)).toContain(kid)
  })

  it('gives a part of the scopes, and no more than there are', async () => {
    const key = await acme.apiKey({ scopes: ['workflows:read', 'workflows:execute'] })
    const { body } = await ask(key, { scopes: ['workflows:execute'] })
    const { access_token: token, scope } = tokenSchema.parse(body)
    expect(scope).toBe('workflows:execute')
    expect(await read(token)).toEqual(refusal(403, 'forbidden', 'This needs the permission workflows:read'))
    expect(await ask(key, { scopes: ['audit:read'] })).toEqual(
      refusal(403, 'forbidden', 'A token of yours cannot be given audit:read'),
    )
    expect(await ask(key, { environment: 'DEVELOPMENT' })).toEqual(
      refusal(403, 'forbidden', 'This key is for PRODUCTION and cannot be used for DEVELOPMENT'),
    )
    expect((await ask(key, { scopes: ['everything'] })).status).toBe(400)
    expect((await ask(key, { scope: 'workflows:read' })).status).toBe(400)
  })

  it('is for keys of organizations only: no token makes a token', async () => {
    const key = await acme.apiKey()
    expect(await ask(undefined, {}, { authorization: `Bearer ${await tokenOf(key)}` })).toEqual(UNKNOWN)
    expect(await ask(undefined)).toEqual(UNKNOWN)
    const system = await runtime.apiKeys.create({
      organizationId: null,
      environment: 'PRODUCTION',
      label: 'System',
      scopes: ['workflows:read'],
    })
    expect(await ask(system.key)).toEqual(refusal(403, 'forbidden', 'A system key cannot call this API'))
    const posing = await forge({ key: system.key })
    expect(await read(posing)).toEqual(UNKNOWN)
  })
})

describe('a token', () => {
  it('stands for its key wherever a bearer is taken', async () => {
    const token = await tokenOf(await acme.apiKey())
    expect(await read(token)).toMatchObject({ status: 200, body: [{ id: 'wf_short' }] })
    const development = await tokenOf(await acme.apiKey({ environment: 'DEVELOPMENT' }))
    expect(await read(development)).toMatchObject({ status: 200, body: [{ environment: 'staging' }] })
  })

  it('is nothing beside a key of another organization', async () => {
    const token = await tokenOf(await acme.apiKey())
    expect(await read(token, { 'x-api-key': await globex.apiKey() })).toEqual(UNKNOWN)
  })

  it.each(['SUSPENDED', 'REVOKED'] as const)('dies when its key is %s', async (status) => {
    const key = await acme.apiKey()
    const token = await tokenOf(key)
    expect((await read(token)).status).toBe(200)
    await runtime.apiKeys.setStatus(acme.id, keyIdOf(key), status)
    expect(await read(token)).toEqual(UNKNOWN)
  })

  it('dies with a key that expires before it', async () => {
    const key = await acme.apiKey({ expiresAt: new Date(Date.now() + 400) })
    const token = await tokenOf(key)
    expect((await read(token)).status).toBe(200)
    await expect.poll(async () => (await read(token)).status, { interval: 20 }).toBe(401)
  })

  it('counts against the limits of its key', async () => {
    const key = await acme.apiKey({ ratePerHour: 2 })
    const token = await tokenOf(key)
    expect((await read(token)).status).toBe(200)
    expect((await read(token)).status).toBe(429)
  })

  it('never does more than its key may by now', async () => {
    const key = await acme.apiKey({ scopes: ['workflows:execute'] })
    expect(await read(await forge({ key, claims: { scope: 'workflows:read audit:read' } }))).toEqual(
      refusal(403, 'forbidden', 'This needs the permission workflows:read'),
    )
  })

  it('is known in every process of the instance', async () => {
    const token = await tokenOf(await acme.apiKey())
    const elsewhere = house.secondProcess()
    expect(await elsewhere.tokens.verify(token)).toMatchObject({ organizationId: acme.id })
    await runtime.credentials.signer.rotate()
    expect((await read(await tokenOf(await acme.apiKey()))).status).toBe(200)
    expect((await read(token)).status).toBe(200)
  })

  const now = () => Math.floor(Date.now() / 1000)
  it.each<[string, { claims?: Record<string, unknown>; header?: Record<string, string> }]>([
    ['for another audience', { claims: { aud: 'console' } }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['that has expired', { claims: { iat: now() - 1000, exp: now() - 61 } }],
    ['without an end', { claims: { exp: undefined } }],
    ['that would live for ever', { claims: { iat: now() - 100_000, exp: now() + 100_000 } }],
    ['without an id', { claims: { jti: undefined } }],
    ['for another organization than its key', { claims: { org: globex.id } }],
    ['for another environment than its key', { claims: { env: 'DEVELOPMENT' } }],
    ['of nobody', { claims: { sub: 'key:nobody' } }],
    ['of a person who is not there', { claims: { sub: 'user:nobody' } }],
    ['of a block', { claims: { sub: 'system:engine' } }],
    ['that is a credential by type', { header: { typ: 'JWT' } }],
    ['under an unknown key', { header: { kid: 'x' } }],
  ])('is refused %s', async (_, change) => {
    const key = await acme.apiKey()
    expect((await read(await forge({ key }))).status).toBe(200)
    expect(await read(await forge({ key, ...change }))).toEqual(UNKNOWN)
  })

  it.each<[string, (good: string) => Promise<string> | string]>([
    ['unsigned', (good) => new UnsecuredJWT(decodeJwt(good)).encode()],
    ['with its signature left out', (good) => good.split('.').slice(0, 2).join('.').concat('.')],
    [
      'signed with a public key as a secret',
      async (good) => {
        const { kid = '' } = decodeProtectedHeader(good)
        const jwk = (await runtime.credentials.signer.published()).find((one) => one.kid === kid)?.publicJwk
        const secret = new TextEncoder().encode(JSON.stringify(jwk))
        return new SignJWT(decodeJwt(good)).setProtectedHeader({ alg: 'HS256', kid, typ: 'at+jwt' }).sign(secret)
      },
    ],
    [
      "signed with a stranger's key",
      async (good) => {
        const { kid = '' } = decodeProtectedHeader(good)
        const { privateKey } = await generateKeyPair('ES256')
        return new SignJWT(decodeJwt(good)).setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt' }).sign(privateKey)
      },
    ],
    [
      'with other claims under the same signature',
      (good) => {
        const [header, , signature] = good.split('.')
        const claims = Buffer.from(JSON.stringify({ ...decodeJwt(good), scope: 'audit:read' })).toString('base64url')
        return [header, claims, signature].join('.')
      },
    ],
    ['that is no token', () => 'a.b.c'],
  ])('is refused %s', async (_, change) => {
    expect(await read(await change(await tokenOf(await acme.apiKey())))).toEqual(UNKNOWN)
  })
})
