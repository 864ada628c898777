import { credentialOnly } from './credential-only.ts'
import { kycStandard } from './kyc-standard.ts'
import { sanctionsOnly } from './sanctions-only.ts'
import type { Template } from './template.ts'

/** The templates, in the order of the gallery. */
export const templates: readonly Template[] = [kycStandard, sanctionsOnly, credentialOnly]
