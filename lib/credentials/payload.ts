import { z } from 'zod'
import type { CredentialType } from '#lib/blocks/services.ts'
import { jsonSchema } from '#lib/engine/json.ts'
import { credentialUri, subjectUri } from './identifiers.ts'
import type { NewCredential, StatusPurpose } from './ports.ts'

const CREDENTIALS_V1 = 'https://www.w3.org/2018/credentials/v1'
/** Defines the status terms for credentials of data model 1.1 (Bitstring Status List v1.0 §2). */
const BITSTRING_STATUS_V1 = 'https://www.w3.org/ns/credentials/status/v1'
export const CREDENTIAL_CONTEXTS = [CREDENTIALS_V1, BITSTRING_STATUS_V1]

const TYPE_NAMES = {
  user: 'UserCredential',
  business: 'BusinessCredential',
  agent_authorization: 'AgentAuthorizationCredential',
  outcome_attestation: 'OutcomeAttestationCredential',
} as const satisfies Record<CredentialType, string>

/** Marks what a development environment issued, for verifiers that only have the credential. */
const DEVELOPMENT_TYPE = 'DevelopmentCredential'

/** A JWT's instant (RFC 7519 §2): whole seconds since 1970. */
export function numericDate(instant: Date): number {
  return Math.floor(instant.getTime() / 1000)
}

/** The address a status list is served at. */
export function statusListUrl(publicUrl: string, listId: number): string {
  return `${publicUrl}/.well-known/status-lists/${listId}`
}

/** The claims of a credential's JWT (VC Data Model 1.1 §6.3.1). */
export function credentialPayload(
  issuer: { did: string; publicUrl: string },
  credential: Omit<NewCredential, 'jwt' | 'kid'>,
) {
  const subject = subjectUri(credential.organizationId, credential.subjectId)
  const { revocationListId, suspensionListId, index } = credential.statusEntry
  const issuedAt = numericDate(credential.issuedAt)
  return {
    iss: issuer.did,
    sub: subject,
    jti: credentialUri(issuer.publicUrl, credential.id),
    iat: issuedAt,
    nbf: issuedAt,
    exp: numericDate(credential.expiresAt),
    vc: {
      '@context': CREDENTIAL_CONTEXTS,
      type: [
        'VerifiableCredential',
        TYPE_NAMES[credential.type],
        ...(credential.environment === 'DEVELOPMENT' ? [DEVELOPMENT_TYPE] : []),
      ],
      credentialSubject: { ...credential.claims, id: subject },
      credentialStatus: [
        statusEntry(statusListUrl(issuer.publicUrl, revocationListId), 'revocation', index),
        statusEntry(statusListUrl(issuer.publicUrl, suspensionListId), 'suspension', index),
      ],
    },
  }
}

/** Bitstring Status List v1.0 §2.1. */
function statusEntry(listUrl: string, purpose: StatusPurpose, index: number) {
  return {
    id: `${listUrl}#${index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: String(index),
    statusListCredential: listUrl,
  }
}

/** What a JWT must hold to be one of our credentials; its subject is the subject of its claims. */
export const credentialPayloadSchema = z
  .object({
    iss: z.string(),
    sub: z.string(),
    jti: z.string(),
    iat: z.int(),
    nbf: z.int(),
    exp: z.int(),
    vc: z.object({
      '@context': z.array(z.string()),
      type: z.array(z.string()).refine((types) => types.includes('VerifiableCredential')),
      credentialSubject: z.looseObject({ id: z.string() }).catchall(jsonSchema),
    }),
  })
  .refine((payload) => payload.vc.credentialSubject.id === payload.sub)
