import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { signInRoutes } from '#lib/apis/console/sign-in.ts'
import { newId } from '#lib/ids.ts'
import { createDatabase, type Database } from '#lib/store/database.ts'
import { createTenants } from '#lib/store/tenant.ts'
import { createTestDatabase, type TestDatabase } from '#lib/store/testing.ts'
import { describeSession } from './describe-session.ts'
import { ROLE_PERMISSIONS } from './permissions.ts'
import { type Auth, createAuth } from './session.ts'

const PASSWORD = 'correct horse battery'
const ORIGIN = 'http://127.0.0.1:3000'

let testDatabase: TestDatabase
let db: Database
let auth: Auth
let now = Date.now()
const organizationId = newId.uuid()
let userId = ''
let address = 0
let faults: unknown[] = []

const { POST } = signInRoutes(() => ({ auth }))

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  db = createDatabase(testDatabase.url)
  await db.prisma.organization.create({
    data: {
      id: organizationId,
      slug: 'acme',
      name: 'Acme',
      environments: { create: [{ name: 'DEVELOPMENT' }, { name: 'PRODUCTION' }] },
    },
  })
}, 60_000)
afterAll(async () => {
  await db.close()
  await testDatabase.drop()
})

beforeEach(async () => {
  now = Date.now()
  auth = createAuth({
    prisma: db.prisma,
    publicUrl: ORIGIN,
    masterKey: Buffer.alloc(32, 7).toString('base64url'),
    now: () => new Date(now),
    report: (error) => faults.push(error),
  })
  await db.prisma.user.deleteMany()
  userId = (await auth.createUser({ email: 'Ada@Acme.example', password: PASSWORD, name: 'Ada' })).id
  await db.prisma.membership.create({ data: { organizationId, userId, role: 'reviewer' } })
  address++
  faults = []
})

function call(path: string, options: { body?: unknown; cookie?: string; origin?: string } = {}) {
  return POST(
    new Request(`${ORIGIN}/api/auth${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: options.origin ?? ORIGIN,
        'x-forwarded-for': `10.0.0.${address}`,
        ...(options.cookie && { cookie: options.cookie }),
      },
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    }),
    { params: Promise.resolve({}) },
  )
}

async function signIn(email = 'ada@acme.example', password = PASSWORD) {
  const response = await call('/sign-in/email', { body: { email, password } })
  const [setCookie = ''] = response.headers.getSetCookie()
  return { response, setCookie, headers: new Headers({ cookie: `theme=dark; ${setCookie.split(';')[0]}` }) }
}

describe('createAuth', () => {
  it('signs a member in and knows them by their cookie', async () => {
    const { response, headers } = await signIn()
    expect(response.status).toBe(200)
    expect(await auth.principalOf(headers)).toEqual({
      actor: { type: 'user', id: userId, name: 'Ada' },
      organizationId,
      environment: null,
      permissions: new Set(ROLE_PERMISSIONS.reviewer),
      roles: ['reviewer'],
    })
  })

  it('sets a cookie that scripts and other sites cannot use, and no plain one over https', async () => {
    const { setCookie } = await signIn()
    expect(setCookie).toMatch(/^countersign\.session_token=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/)
    auth = createAuth({
      prisma: db.prisma,
      publicUrl: 'https://console.example',
      masterKey: Buffer.alloc(32, 7).toString('base64url'),
      now: () => new Date(now),
      report: (error) => faults.push(error),
    })
    const response = await call('/sign-in/email', {
      origin: 'https://console.example',
      body: { email: 'ada@acme.example', password: PASSWORD },
    })
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^__Secure-countersign\.session_token=[^;]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  })

  it('describes the session for the console', async () => {
    const principal = await auth.principalOf((await signIn()).headers)
    expect(principal && (await describeSession({ tenant: createTenants(db) }, principal))).toEqual({
      user: { id: userId, name: 'Ada', email: 'ada@acme.example' },
      organization: { id: organizationId, name: 'Acme', slug: 'acme' },
      role: 'reviewer',
      permissions: [...ROLE_PERMISSIONS.reviewer],
      environments: ['PRODUCTION', 'DEVELOPMENT'],
    })
  })

  it.each([
    ['a wrong password', 'ada@acme.example', 'wrong horse battery'],
    ['an unknown address', 'bob@acme.example', PASSWORD],
  ])('refuses %s in the same words', async (_, email, password) => {
    const { response, setCookie } = await signIn(email, password)
    expect({ status: response.status, body: await response.json(), setCookie }).toEqual({
      status: 401,
      body: { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' },
      setCookie: '',
    })
  })

  it('makes an account wait after ten failed tries, and no other', async () => {
    for (let tries = 0; tries < 10; tries++) expect((await signIn(undefined, 'wrong horse')).response.status).toBe(401)
    const { response } = await signIn('ADA@acme.example')
    expect({ status: response.status, retry: response.headers.get('retry-after') }).toEqual({
      status: 429,
      retry: '300',
    })
    expect((await signIn('bob@acme.example')).response.status).toBe(401)
    now += 5 * 60_000
    expect((await signIn()).response.status).toBe(200)
  }, 20_000)

  it('does not let tries at the same time slip through', async () => {
    const tries = await Promise.all(Array.from({ length: 12 }, () => signIn(undefined, 'wrong horse')))
    expect(tries.map(({ response }) => response.status).toSorted()).toEqual([...Array(10).fill(401), 429, 429])
  }, 20_000)

  it('limits sign-ins from one address', async () => {
    const tries = await Promise.all(
      Array.from({ length: 61 }, (_, index) =>
        call('/sign-in/email', { body: { email: `no address ${index}`, password: 'x' } }),
      ),
    )
    expect(tries.filter((response) => response.status === 429)).toHaveLength(1)
  })

  it('forgets a session at once when its person signs out', async () => {
    const { headers } = await signIn()
    expect(await auth.principalOf(headers)).not.toBeNull()
    const response = await call('/sign-out', { cookie: headers.get('cookie') ?? '' })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-request-id')).toMatch(/^req_/)
    expect(await auth.principalOf(headers)).toBeNull()
  })

  it('sees within 30 seconds that a role changed or a membership ended', async () => {
    const { headers } = await signIn()
    await auth.principalOf(headers)
    await db.prisma.membership.updateMany({ where: { userId }, data: { role: 'viewer' } })
    expect((await auth.principalOf(headers))?.roles).toEqual(['reviewer'])
    now += 30_000
    expect((await auth.principalOf(headers))?.roles).toEqual(['viewer'])
    await db.prisma.membership.deleteMany({ where: { userId } })
    now += 30_000
    expect(await auth.principalOf(headers)).toBeNull()
  })

  it('gives an unknown role no permission', async () => {
    await db.prisma.membership.updateMany({ where: { userId }, data: { role: 'emperor' } })
    expect((await auth.principalOf((await signIn()).headers))?.permissions).toEqual(new Set())
  })

  it('knows nobody by a missing, forged or expired cookie', async () => {
    const { headers } = await signIn()
    const [name, value = ''] = (headers.get('cookie') ?? '').split('; ')[1]?.split('=') ?? []
    const forged = [`${name}=${value.slice(0, -3)}AAA`, `${name}=x`, `${name}=`, 'theme=dark', '']
    const known = await Promise.all(forged.map((cookie) => auth.principalOf(new Headers({ cookie }))))
    expect(known).toEqual(forged.map(() => null))
    await db.prisma.session.updateMany({ data: { expiresAt: new Date(now + 1_000) } })
    expect(await auth.principalOf(headers)).not.toBeNull()
    now += 1_000
    expect(await auth.principalOf(headers)).toBeNull()
  })

  it.each([
    ['strangers signing up', '/sign-up/email', { email: 'eve@evil.example', password: PASSWORD, name: 'Eve' }],
    ['other addresses of the library', '/update-user', { name: 'Eve' }],
    ['an address outside the list', '/sign-in/social', {}],
  ])('does not serve %s', async (_, path, body) => {
    const response = await call(path, { body })
    expect(response.status).toBe(404)
    expect(await db.prisma.user.count()).toBe(1)
  })

  it('refuses a sign-in from another site, and bodies that are broken or too large', async () => {
    const body = { email: 'ada@acme.example', password: PASSWORD }
    expect((await call('/sign-in/email', { body, origin: 'https://evil.example' })).status).toBe(403)
    expect((await call('/sign-in/email', { body: { ...body, password: 'x'.repeat(11 * 1024 * 1024) } })).status).toBe(
      413,
    )
    expect((await call('/sign-in/email', { body: [] })).status).toBe(400)
  })

  it('does not make a person twice, nor one with a short password', async () => {
    await expect(auth.createUser({ email: 'ADA@acme.example', password: PASSWORD, name: 'A' })).rejects.toMatchObject({
      code: 'validation_failed',
      details: [{ path: 'email', message: 'This address is in use' }],
    })
    await expect(auth.createUser({ email: 'bob@acme.example', password: 'short', name: 'B' })).rejects.toMatchObject({
      code: 'validation_failed',
      details: [{ path: 'password', message: 'At least 12 characters' }],
    })
  })
})
