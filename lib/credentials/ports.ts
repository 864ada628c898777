import type { CredentialType } from '#lib/blocks/services.ts'
import type { ExecutionInfo } from '#lib/engine/block.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import type { Signer } from '#lib/providers/signing/signer.ts'

export type Environment = ExecutionInfo['environment']
export type CredentialStatus = 'active' | 'suspended' | 'revoked'
export type StatusPurpose = 'revocation' | 'suspension'

/** Whose credentials are meant. */
export type CredentialOwner = { organizationId: string; environment: Environment }

/** Where a credential's status bits are: the same index in both lists of a pair. */
export type StatusEntry = { revocationListId: number; suspensionListId: number; index: number }

/** A credential on record. */
export type StoredCredential = {
  id: string
  organizationId: string
  environment: Environment
  executionId: string | null
  type: CredentialType
  subjectId: string
  claims: JsonObject
  jwt: string
  status: CredentialStatus
  statusReason: string | null
  issuedAt: Date
  expiresAt: Date
}

export type NewCredential = Omit<StoredCredential, 'status' | 'statusReason'> & {
  idempotencyKey: string
  kid: string
  statusEntry: StatusEntry
}

export type StatusChange = { status: CredentialStatus; reason: string }

/** Where credentials rest. */
export interface CredentialStore {
  /**
   * Puts the credential on record unless one with its id is there, and gives what is on record then;
   * `null` when its status entry belongs to another credential: draw a new entry and try again.
   */
  insertOrGet(credential: NewCredential): Promise<StoredCredential | null>
  /** The credential with this id, of any organization. */
  find(id: string): Promise<StoredCredential | null>
  /** Newest first; at most `limit` of them, older than the credential `after`. */
  list(owner: CredentialOwner, page: { limit: number; after?: string }): Promise<StoredCredential[]>
  /**
   * Changes status and status bits in one commit. `decide` sees the locked credential and gives the change,
   * or `null` for none. Gives the credential as it is afterwards; `null` where the owner has none with this id.
   */
  change(
    owner: CredentialOwner,
    id: string,
    decide: (credential: StoredCredential) => StatusChange | null,
    at: Date,
  ): Promise<StoredCredential | null>
}

/** Two status lists of equal size, filled together. */
export type StatusListPair = { revocationListId: number; suspensionListId: number; size: number }

export type StoredStatusList = {
  id: number
  purpose: StatusPurpose
  revision: number
  /** Most significant bit first; `null` when the revision is the one the caller knows. */
  bits: Uint8Array | null
}

/** Where status lists rest. */
export interface StatusListStore {
  /** The pair that new credentials go to; made at the first call, and anew when `crowded` names one that is half full. */
  openPair(crowded?: StatusListPair): Promise<StatusListPair>
  read(id: number, knownRevision?: number): Promise<StoredStatusList | null>
}

/** What the use cases of credentials are handed. */
export type CredentialDeps = {
  credentials: CredentialStore
  statusLists: StatusListStore
  signer: Signer
  /** Address of this instance without a trailing slash. */
  publicUrl: string
  now(): Date
}
