import type { IssuedCredential } from '#lib/blocks/services.ts'
import { AppError } from '#lib/errors.ts'
import { issuedCredential } from './issue.ts'
import type { CredentialDeps, CredentialOwner, CredentialStatus } from './ports.ts'

export type StatusRequest = CredentialOwner & {
  credentialId: string
  /** Why, in the words of whoever decides; kept beside the status. */
  reason: string
}

/** Ends a credential for good; a repeat changes nothing. Throws `AppError` `credential_not_found`. */
export async function revokeCredential(deps: CredentialDeps, request: StatusRequest): Promise<IssuedCredential> {
  return changeStatus(deps, request, 'revoked')
}

/** Takes a credential out of use until it is reinstated. Throws `credential_not_found`, and `already_terminal` when it is revoked. */
export async function suspendCredential(deps: CredentialDeps, request: StatusRequest): Promise<IssuedCredential> {
  return changeStatus(deps, request, 'suspended')
}

/** Puts a suspended credential back in use. Throws `credential_not_found`, and `already_terminal` when it is revoked. */
export async function reinstateCredential(deps: CredentialDeps, request: StatusRequest): Promise<IssuedCredential> {
  return changeStatus(deps, request, 'active')
}

async function changeStatus(
  deps: CredentialDeps,
  { organizationId, environment, credentialId, reason }: StatusRequest,
  status: CredentialStatus,
): Promise<IssuedCredential> {
  const changed = await deps.credentials.change(
    { organizationId, environment },
    credentialId,
    (credential) => {
      if (credential.status === status) return null
      if (credential.status === 'revoked') throw new AppError('already_terminal', 'The credential is revoked for good')
      return { status, reason }
    },
    deps.now(),
  )
  if (changed === null) throw new AppError('credential_not_found', `There is no credential ${credentialId}`)
  return issuedCredential(changed)
}
