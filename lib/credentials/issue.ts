import { randomInt } from 'node:crypto'
import { findUnfit } from '#lib/blocks/credential-issue/claims.ts'
import type { CredentialRequest, IssuedCredential } from '#lib/blocks/services.ts'
import { AppError } from '#lib/errors.ts'
import { didOf, keyUrl } from './did.ts'
import { credentialId } from './identifiers.ts'
import { credentialPayload, numericDate } from './payload.ts'
import type { CredentialDeps, CredentialOwner, StatusListPair, StoredCredential } from './ports.ts'

/** Lists are replaced when half full, so this many draws in a row fail once in some ten million issues. */
const MAX_DRAWS = 24
const MAX_SECONDS = 10 * 366 * 86_400

/** A block's request for an owner; outside of an execution, `executionId` is `null`. */
export type IssueRequest = Omit<CredentialRequest, 'executionId'> & CredentialOwner & { executionId: string | null }

/**
 * Issues a credential, or gives the one issued before for the same organization and idempotency key,
 * whatever else the repeat says. Throws `AppError` `invalid_input` for claims or a lifetime that may not be.
 */
export async function issueCredential(deps: CredentialDeps, request: IssueRequest): Promise<IssuedCredential> {
  checkRequest(request)
  let pair = await deps.statusLists.openPair()
  for (let draw = 0; draw < MAX_DRAWS; draw++) {
    const stored = await issueAt(deps, request, pair, randomInt(pair.size))
    if (stored !== null) return issuedCredential(stored)
    pair = await deps.statusLists.openPair(pair)
  }
  throw new Error('No free status entry was found')
}

/** Issues with the given status entry; `null` when the entry is taken. */
async function issueAt(
  deps: CredentialDeps,
  request: IssueRequest,
  { revocationListId, suspensionListId }: StatusListPair,
  index: number,
): Promise<StoredCredential | null> {
  const issuedAt = wholeSeconds(deps.now())
  const credential = {
    id: credentialId(request.organizationId, request.idempotencyKey),
    organizationId: request.organizationId,
    environment: request.environment,
    executionId: request.executionId,
    idempotencyKey: request.idempotencyKey,
    type: request.type,
    subjectId: request.subjectId,
    claims: request.claims,
    statusEntry: { revocationListId, suspensionListId, index },
    issuedAt,
    expiresAt: new Date(issuedAt.getTime() + request.validForSeconds * 1000),
  }
  const did = didOf(deps.publicUrl)
  const key = await deps.signer.active()
  const payload = credentialPayload({ did, publicUrl: deps.publicUrl }, credential)
  const jwt = await key.sign(payload, { kid: keyUrl(did, key.kid), typ: 'JWT' })
  return deps.credentials.insertOrGet({ ...credential, jwt, kid: key.kid })
}

function checkRequest(request: IssueRequest): void {
  const unfit = findUnfit(request.subjectId, request.claims)
  if (unfit !== null) throw new AppError('invalid_input', unfit)
  const { validForSeconds } = request
  if (!Number.isInteger(validForSeconds) || validForSeconds < 1 || validForSeconds > MAX_SECONDS) {
    const message = 'A credential is valid for a whole number of seconds, at most ten years'
    throw new AppError('invalid_input', message, { details: [{ path: 'validForSeconds', message }] })
  }
}

function wholeSeconds(instant: Date): Date {
  return new Date(numericDate(instant) * 1000)
}

/** A stored credential in the words of the block's output. */
export function issuedCredential(credential: StoredCredential): IssuedCredential {
  return {
    credential_id: credential.id,
    credential_type: credential.type,
    signed_payload: credential.jwt,
    status: credential.status,
    expires_at: secondsIso(credential.expiresAt),
  }
}

/** ISO 8601 in UTC without a fraction: `2026-08-19T10:30:00Z`. */
export function secondsIso(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`
}
