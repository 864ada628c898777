import { hashPassword } from 'better-auth/crypto'
import { z } from 'zod'
import { createBriefCache } from '#lib/brief-cache.ts'
import { sha256 } from '#lib/crypto.ts'
import { AppError } from '#lib/errors.ts'
import type { PrismaClient } from '#lib/generated/prisma/client.ts'
import { createMemberStore, type Membership } from '#lib/store/members.ts'
import { createSignIn, MIN_PASSWORD_LENGTH } from './better-auth.ts'
import { ROLE_PERMISSIONS, ROLES } from './permissions.ts'
import type { Member } from './principal.ts'
import { createThrottle } from './throttle.ts'

export type AuthDeps = {
  prisma: PrismaClient
  publicUrl: string
  /** 32 bytes in base64url. */
  masterKey: string
  now(): Date
  /** Told of faults, not of refusals. */
  report(error: unknown, context: Record<string, string>): void
}

export type Auth = {
  /**
   * Serves `/api/auth/…`: sign-in, sign-out, the current session, change of password; nothing else.
   * `body` is the request's JSON, read within limits. Throws `not_found` and `rate_limited`.
   */
  handle(request: Request, body: unknown): Promise<Response>
  /** Who is signed in with these headers' cookie; `null` when nobody, or somebody without an organization. */
  principalOf(headers: Headers): Promise<Member | null>
  /** A new person who can sign in; throws `validation_failed` for a short password or an address in use. */
  createUser(user: { email: string; password: string; name: string }): Promise<{ id: string }>
}

const SESSION_CACHE_MS = 30_000
const TRIES = { tries: 10, windowMs: 5 * 60_000 }
const SERVED = ['/sign-in/email', '/sign-out', '/get-session', '/change-password'] as const

type Known = { member: Member; expiresAt: number }

/** Sign-in with e-mail and password; sessions are looked up through a cache of at most 30 seconds. */
export function createAuth(deps: AuthDeps): Auth {
  const nowMs = () => deps.now().getTime()
  const report = (error: unknown) => deps.report(error, { during: 'sign-in' })
  const signIn = createSignIn({ ...deps, report })
  const members = createMemberStore(deps.prisma)
  const sessions = createBriefCache<Known | null>({ ttlMs: SESSION_CACHE_MS, size: 10_000, now: nowMs })
  const throttle = createThrottle({ ...TRIES, now: nowMs })
  const cookie = signIn.$context.then((context) => context.authCookies.sessionToken.name)

  const load = async (headers: Headers): Promise<Known | null> => {
    const found = await signIn.api.getSession({ headers })
    const membership = found && (await members.findByUser(found.user.id))
    return membership ? { member: toMember(membership), expiresAt: found.session.expiresAt.getTime() } : null
  }

  const signInWithPassword = async (request: Request, body: unknown): Promise<Response> => {
    const account = accountOf(body)
    const wait = throttle.waitSeconds(account)
    if (wait > 0) throw tooManyFailures(wait)
    // Counted beforehand, so that tries at the same time do not slip through.
    throttle.tried(account)
    const response = await signIn.handler(request)
    if (response.ok) throttle.succeeded(account)
    return response
  }

  return {
    handle: async (request, body) => {
      const path = SERVED.find((served) => new URL(request.url).pathname === `/api/auth${served}`)
      if (path === undefined) throw new AppError('not_found', 'There is nothing at this address')
      const bounded = request.method === 'POST' ? withBody(request, body ?? {}) : request
      if (path === '/sign-in/email') return signInWithPassword(bounded, body)
      const response = await signIn.handler(bounded)
      if (path === '/sign-out') sessions.forget(cacheKey(cookieValue(request.headers, await cookie)))
      if (path === '/change-password') sessions.clear()
      return response
    },
    principalOf: async (headers) => {
      const token = cookieValue(headers, await cookie)
      if (token === '') return null
      const known = await sessions.get(cacheKey(token), () => load(headers))
      return known && known.expiresAt > nowMs() ? known.member : null
    },
    createUser: async ({ email, password, name }) => {
      if (password.length < MIN_PASSWORD_LENGTH) {
        throw refused('password', `At least ${MIN_PASSWORD_LENGTH} characters`)
      }
      const passwordHash = await hashPassword(password)
      const user = await members.insertUser({ name, email: email.trim().toLowerCase(), passwordHash })
      if (!user) throw refused('email', 'This address is in use')
      return user
    },
  }
}

function refused(path: string, message: string): AppError {
  return new AppError('validation_failed', message, { details: [{ path, message }] })
}

function toMember({ user, organization, role }: Membership): Member {
  const known = ROLES.find((name) => name === role)
  return {
    actor: { type: 'user', id: user.id, name: user.name },
    organizationId: organization.id,
    environment: null,
    permissions: new Set(known ? ROLE_PERMISSIONS[known] : []),
    roles: [role],
  }
}

function cacheKey(token: string): string {
  return sha256(token)
}

/** The value of one cookie as sent, empty when absent. */
function cookieValue(headers: Headers, name: string): string {
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
}

const credentialsSchema = z.object({ email: z.string().max(320) })

/** The account a sign-in is meant for; empty for unreadable requests, which are refused further on. */
function accountOf(body: unknown): string {
  const parsed = credentialsSchema.safeParse(body)
  return parsed.success ? parsed.data.email.trim().toLowerCase() : ''
}

/** The same request with a body that has been read within limits. */
function withBody(request: Request, body: unknown): Request {
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  headers.set('content-type', 'application/json')
  return new Request(request.url, { method: request.method, headers, body: JSON.stringify(body) })
}

function tooManyFailures(seconds: number): AppError {
  return new AppError('rate_limited', 'Too many failed sign-ins. Please try again later.', {
    retryAfterSeconds: seconds,
  })
}
