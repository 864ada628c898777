import type pg from 'pg'
import type { CredentialService } from '#lib/blocks/services.ts'
import { createEmbeddedSigner } from '#lib/providers/signing/embedded.ts'
import { createCredentialStore } from '#lib/store/credentials.ts'
import { createSigningKeyStore } from '#lib/store/signing-keys.ts'
import { createStatusListStore } from '#lib/store/status-lists.ts'
import { type DidDocument, didDocumentOf, didOf, type JwkSet, jwksOf } from './did.ts'
import { getCredential, listCredentials } from './get.ts'
import { type IssueRequest, issueCredential } from './issue.ts'
import type { CredentialDeps, CredentialOwner, Environment } from './ports.ts'
import { reinstateCredential, revokeCredential, type StatusRequest, suspendCredential } from './revoke.ts'
import { createStatusListReader } from './status-list.ts'
import { verifyCredential } from './verify.ts'

export type CredentialSettings = {
  pool: pg.Pool
  /** Address of this instance without a trailing slash. */
  publicUrl: string
  /** 32 bytes in base64url. */
  masterKey: string
  now(): Date
}

export type Credentials = ReturnType<typeof createCredentials>

/** The parts that the use cases of credentials are handed, on PostgreSQL and with keys of this instance. */
export function createCredentialDeps({ pool, publicUrl, masterKey, now }: CredentialSettings): CredentialDeps {
  return {
    credentials: createCredentialStore(pool),
    statusLists: createStatusListStore(pool),
    signer: createEmbeddedSigner({ keys: createSigningKeyStore(pool), masterKey, now }),
    publicUrl,
    now,
  }
}

/** Everything that can be done with credentials, bound to this instance's keys, lists and address. */
export function createCredentials(settings: CredentialSettings) {
  const deps = createCredentialDeps(settings)
  const { signer } = deps
  const did = didOf(deps.publicUrl)
  return {
    did,
    signer,
    issue: (request: IssueRequest) => issueCredential(deps, request),
    verify: (request: { jwt: string }) => verifyCredential(deps, request),
    revoke: (request: StatusRequest) => revokeCredential(deps, request),
    suspend: (request: StatusRequest) => suspendCredential(deps, request),
    reinstate: (request: StatusRequest) => reinstateCredential(deps, request),
    get: (owner: CredentialOwner, credentialId: string) => getCredential(deps, owner, credentialId),
    list: (owner: CredentialOwner, page: { limit: number; after?: string }) => listCredentials(deps, owner, page),
    didDocument: async (): Promise<DidDocument> => didDocumentOf(did, await signer.published()),
    jwks: async (): Promise<JwkSet> => jwksOf(did, await signer.published()),
    statusList: createStatusListReader(deps),
    serviceFor: (organizationId: string, environment: Environment): CredentialService => ({
      issue: (request) => issueCredential(deps, { ...request, organizationId, environment }),
    }),
  }
}
