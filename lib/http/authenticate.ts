import type { ApiKeys } from '#lib/auth/api-key.ts'
import type { Principal } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'

/** Who a signed token speaks for; `null` when it does not verify. */
export type VerifyToken = (jwt: string) => Promise<Principal | null>

/**
 * Who calls a public API: an API key as `X-Api-Key` or bearer, or a signed token as bearer.
 *
 * Where both are given both must hold and belong to one organization; the key then decides.
 * Throws `unauthorized` in every other case, always in the same words.
 */
export async function authenticate(
  deps: { apiKeys: Pick<ApiKeys, 'principalOf'>; verifyToken: VerifyToken | null },
  headers: Headers,
): Promise<Principal> {
  const key = headers.get('x-api-key')?.trim() || null
  const bearer = bearerOf(headers)
  if (key === null && bearer === null) throw unknownCaller()
  const [byKey, byBearer] = await Promise.all([
    key === null ? null : deps.apiKeys.principalOf(key),
    bearer === null ? null : byBearerToken(deps, bearer),
  ])
  const missing = (key !== null && !byKey) || (bearer !== null && !byBearer)
  const strangers = byKey && byBearer && byKey.organizationId !== byBearer.organizationId
  const caller = byKey ?? byBearer
  if (missing || strangers || !caller) throw unknownCaller()
  return caller
}

function byBearerToken(
  deps: { apiKeys: Pick<ApiKeys, 'principalOf'>; verifyToken: VerifyToken | null },
  bearer: string,
): Promise<Principal | null> {
  if (bearer.startsWith('apk_')) return deps.apiKeys.principalOf(bearer)
  return deps.verifyToken ? deps.verifyToken(bearer) : Promise.resolve(null)
}

/** The token of `Authorization: Bearer …` (RFC 6750); other schemes do not concern us. */
function bearerOf(headers: Headers): string | null {
  const [scheme, token, ...more] = (headers.get('authorization') ?? '').trim().split(/\s+/)
  return scheme?.toLowerCase() === 'bearer' && token && more.length === 0 ? token : null
}

function unknownCaller(): AppError {
  return new AppError('unauthorized', 'A valid API key or token is needed')
}
