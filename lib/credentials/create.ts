import type { CredentialService } from '#lib/blocks/services.ts'
import { type DidDocument, didDocumentOf, didOf, type JwkSet, jwksOf } from './did.ts'
import { getCredential, listCredentials } from './get.ts'
import { type IssueRequest, issueCredential } from './issue.ts'
import type { CredentialDeps, CredentialOwner, Environment } from './ports.ts'
import { reinstateCredential, revokeCredential, type StatusRequest, suspendCredential } from './revoke.ts'
import { createStatusListReader } from './status-list.ts'
import { verifyCredential } from './verify.ts'

export type Credentials = ReturnType<typeof createCredentials>

/** Everything that can be done with credentials, bound to this instance's keys, lists and address. */
export function createCredentials(deps: CredentialDeps) {
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
