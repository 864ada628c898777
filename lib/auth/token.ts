import { errors, type JWTHeaderParameters, jwtVerify } from 'jose'
import { z } from 'zod'
import { createBriefCache } from '#lib/brief-cache.ts'
import { sha256 } from '#lib/crypto.ts'
import { newId } from '#lib/ids.ts'
import type { PublishedKey, Signer } from '#lib/providers/signing/signer.ts'
import type { Membership } from '#lib/store/members.ts'
import type { ApiKeys } from './api-key.ts'
import { grantedBy, type Permission, ROLE_PERMISSIONS, ROLES } from './permissions.ts'
import type { EnvironmentName, Member, Principal } from './principal.ts'

export type TokenDeps = {
  signer: Signer
  /** The issuer; an address without a trailing slash. */
  publicUrl: string
  apiKeys: Pick<ApiKeys, 'principalById'>
  /** A person's place in an organization, or `null` once they have none. */
  memberOf(organizationId: string, userId: string): Promise<Membership | null>
  now(): Date
}

/** A signed token as RFC 6749 §5.1 answers with it; `expires_in` is in seconds. */
type IssuedToken = { access_token: string; token_type: 'Bearer'; expires_in: number; scope: string }

export type Tokens = {
  /** A token that speaks for the principal in one environment, with the given part of what may be granted to it. */
  issue(principal: Member, environment: EnvironmentName, scopes: readonly Permission[]): Promise<IssuedToken>
  /** Who a token speaks for: `null` when it does not verify, or the key or person behind it may no longer act. */
  verify(jwt: string): Promise<Principal | null>
}

/** Seconds a token lives. */
export const TOKEN_SECONDS = 900
/** Who tokens are meant for. */
const TOKEN_AUDIENCE = 'workflow-api'
/** Media type of access tokens (RFC 9068 §2.1), which no credential of this instance carries. */
const TYPE = 'at+jwt'
const SKEW_SECONDS = 60
const KNOWN_MS = 60_000
const MEMBER_MS = 5_000
const FRESH_EVERY_MS = 10_000
const FORM = /^[\w-]{1,1000}\.[\w-]{1,4000}\.[\w-]{1,200}$/

/** What a token made by a person may do: what programs need, but no decision, no deployment and no settings. */
const PERSON_SCOPES: readonly Permission[] = [
  'workflows:read',
  'workflows:editor:read',
  'workflows:write',
  'workflows:execute',
  'workflows:executions:read',
  'credentials:read',
  'credentials:issue',
  'credentials:revoke',
  'files:write',
]

const claimsSchema = z.object({
  sub: z.string().regex(/^(?:key|user):.{1,128}$/),
  org: z.uuid(),
  env: z.enum(['PRODUCTION', 'DEVELOPMENT']),
  scope: z.string(),
  exp: z.number(),
})
type Claims = z.infer<typeof claimsSchema>

/** What of a principal's permissions a token can be given. */
export function grantableTo(principal: Principal): Permission[] {
  const all = [...principal.permissions]
  return principal.actor.type === 'user' ? all.filter((permission) => PERSON_SCOPES.includes(permission)) : all
}

/** Access tokens (RFC 9068) signed with ES256 by the instance's keys, as published under `/.well-known/jwks.json`. */
export function createTokens(deps: TokenDeps): Tokens {
  const nowMs = () => deps.now().getTime()
  const known = createBriefCache<Claims | null>({ ttlMs: KNOWN_MS, size: 10_000, now: nowMs })
  const members = createBriefCache<Membership | null>({ ttlMs: MEMBER_MS, size: 10_000, now: nowMs })
  const findKey = createKeyFinder(deps)
  const keyOf = async (header: JWTHeaderParameters) => (await findKey(header.kid)).publicJwk

  const read = async (jwt: string): Promise<Claims | null> => {
    const checks = {
      algorithms: ['ES256'],
      typ: TYPE,
      issuer: deps.publicUrl,
      audience: TOKEN_AUDIENCE,
      requiredClaims: ['iat', 'exp', 'jti'],
      maxTokenAge: TOKEN_SECONDS + SKEW_SECONDS,
      clockTolerance: SKEW_SECONDS,
      currentDate: deps.now(),
    }
    const verified = await jwtVerify(jwt, keyOf, checks).catch(refusedAsNull)
    const claims = claimsSchema.safeParse(verified?.payload)
    return claims.success ? claims.data : null
  }

  const speaker = async ({ sub, org }: Claims): Promise<Principal | null> => {
    const [type, id] = [sub.slice(0, sub.indexOf(':')), sub.slice(sub.indexOf(':') + 1)]
    if (type === 'key') return deps.apiKeys.principalById(id)
    const membership = await members.get(`${org}:${id}`, () => deps.memberOf(org, id))
    return membership && toPerson(membership)
  }

  return {
    issue: (principal, environment, scopes) => issueToken(deps, principal, environment, scopes),
    verify: async (jwt) => {
      if (!FORM.test(jwt)) return null
      const claims = await known.get(sha256(jwt), () => read(jwt))
      if (!claims || claims.exp + SKEW_SECONDS <= nowMs() / 1000) return null
      const principal = await speaker(claims)
      if (principal?.organizationId !== claims.org) return null
      if (principal.environment !== null && principal.environment !== claims.env) return null
      return { ...principal, environment: claims.env, permissions: narrowed(principal, claims.scope) }
    },
  }
}

/** Nothing for a token that does not hold; faults of our own are no judgement. */
function refusedAsNull(error: unknown): null {
  if (error instanceof errors.JOSEError) return null
  throw error
}

async function issueToken(
  { signer, publicUrl, now }: TokenDeps,
  { actor, organizationId }: Member,
  environment: EnvironmentName,
  scopes: readonly Permission[],
): Promise<IssuedToken> {
  const issuedAt = Math.floor(now().getTime() / 1000)
  const key = await signer.active()
  const scope = scopes.join(' ')
  const claims = {
    iss: publicUrl,
    aud: TOKEN_AUDIENCE,
    sub: `${actor.type}:${actor.id}`,
    client_id: actor.id,
    org: organizationId,
    env: environment,
    scope,
    iat: issuedAt,
    exp: issuedAt + TOKEN_SECONDS,
    jti: newId.uuid(),
  }
  const jwt = await key.sign(claims, { kid: key.kid, typ: TYPE })
  return { access_token: jwt, token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope }
}

/** What the token names, as far as its speaker may still be granted it. */
function narrowed(principal: Principal, scope: string): ReadonlySet<Permission> {
  const grantable = grantableTo(principal)
  return new Set([...grantedBy(scope.split(' '))].filter((permission) => grantable.includes(permission)))
}

function toPerson({ user, organization, role }: Membership): Principal {
  const known = ROLES.find((name) => name === role)
  return {
    actor: { type: 'user', id: user.id, name: user.name },
    organizationId: organization.id,
    environment: null,
    permissions: new Set(known ? ROLE_PERMISSIONS[known] : []),
    roles: [role],
  }
}

/** Finds published keys; an unknown one is asked for anew at most every ten seconds, so that strangers cannot keep the database busy. */
function createKeyFinder({ signer, now }: TokenDeps): (kid: string | undefined) => Promise<PublishedKey> {
  let freshAt = Number.NEGATIVE_INFINITY
  return async (kid) => {
    const named = (key: PublishedKey) => key.kid === kid
    const found = (await signer.published()).find(named)
    if (found) return found
    const mayAsk = now().getTime() - freshAt >= FRESH_EVERY_MS
    if (mayAsk) freshAt = now().getTime()
    const fresh = mayAsk ? (await signer.published({ fresh: true })).find(named) : undefined
    if (!fresh) throw new errors.JWKSNoMatchingKey()
    return fresh
  }
}
