import { AppError } from '#lib/errors.ts'
import type { CredentialDeps, CredentialOwner, StoredCredential } from './ports.ts'

/** The owner's credential with this id. Throws `AppError` `credential_not_found`. */
export async function getCredential(
  deps: CredentialDeps,
  owner: CredentialOwner,
  credentialId: string,
): Promise<StoredCredential> {
  const credential = await deps.credentials.find(credentialId)
  const isOwn = credential?.organizationId === owner.organizationId && credential.environment === owner.environment
  if (credential === null || !isOwn)
    throw new AppError('credential_not_found', `There is no credential ${credentialId}`)
  return credential
}

/** The owner's credentials, newest first; `after` is the last id of the page before. */
export async function listCredentials(
  deps: CredentialDeps,
  owner: CredentialOwner,
  page: { limit: number; after?: string },
): Promise<StoredCredential[]> {
  return deps.credentials.list(owner, page)
}
