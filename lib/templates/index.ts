import { credentialOnly } from './credential-only.ts'
import { kybOwners } from './kyb-owners.ts'
import { kycStandard } from './kyc-standard.ts'
import { onboardingInterview } from './onboarding-interview.ts'
import { reVerification } from './re-verification.ts'
import { sanctionsOnly } from './sanctions-only.ts'
import type { Template } from './template.ts'

/** The templates, in the order of the gallery. */
export const templates: readonly Template[] = [
  kycStandard,
  kybOwners,
  sanctionsOnly,
  credentialOnly,
  onboardingInterview,
  reVerification,
]

/** The templates with those that they run, each once and before the one that runs it. */
export function withTheirOwn(chosen: readonly Template[]): Template[] {
  return [...new Set(chosen.flatMap((template) => [...withTheirOwn(template.runs ?? []), template]))]
}
