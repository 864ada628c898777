import { z } from 'zod'
import { type Json, type JsonObject, jsonSchema } from '#lib/engine/json.ts'
import { defineBlock } from '../define.ts'
import { findUnfit } from './claims.ts'

const TYPES = ['user', 'business', 'agent_authorization', 'outcome_attestation'] as const
const SECONDS_A_DAY = 86_400

const DEFAULT_CLAIMS: JsonObject = {
  name: '{document_verification.name?}',
  birth_date: '{document_verification.birth_date?}',
  document_type: '{document_verification.document_type?}',
  sanctions: '{sanctions_screening.status?}',
}

const config = z.object({
  credential_type: z
    .enum(TYPES)
    .default('user')
    .meta({ label: 'Credential type', help: 'What kind of subject it speaks of' }),
  subject_id: z
    .string()
    .min(1)
    .max(512)
    .default('{input.subject_id}')
    .meta({ label: 'Subject', help: 'Who the credential is about: your own id for them, or their DID.' }),
  claims: z.record(z.string(), jsonSchema).default(DEFAULT_CLAIMS).meta({
    label: 'Claims',
    help: 'Names and values the credential states. A claim without a value is left out; documents and images are refused.',
  }),
  valid_for_days: z.int().min(1).max(3650).default(365).meta({ label: 'Valid for', unit: 'days' }),
})

const output = z.strictObject({
  credential_id: z.string(),
  credential_type: z.enum(TYPES),
  signed_payload: z.string().meta({ personal: true }),
  status: z.enum(['active', 'suspended', 'revoked']),
  expires_at: z.iso.datetime(),
})

/** Issues a signed JWT-VC; a repeat of the same visit gives the credential issued first. */
export const credentialIssue = defineBlock({
  type: 'credential_issue',
  label: 'Issue credential',
  description: 'Issues a signed, revocable credential that states what the workflow has established.',
  category: 'credential',
  icon: 'badge-check',
  config,
  output,
  effect: 'keyed',
  provides: ['credential'],
  async execute(run) {
    const claims = withoutEmpty(run.config.claims)
    const unfit = findUnfit(run.config.subject_id, claims)
    if (unfit !== null) return { type: 'failed', error: { code: 'claims_not_allowed', message: unfit } }
    run.signal.throwIfAborted()
    const credential = await run.services.credentials.issue({
      idempotencyKey: run.idempotencyKey,
      executionId: run.execution.executionId,
      type: run.config.credential_type,
      subjectId: run.config.subject_id,
      claims,
      validForSeconds: run.config.valid_for_days * SECONDS_A_DAY,
    })
    return { type: 'completed', output: credential }
  },
})

/** An optional reference to something that never ran is `null`: nothing is claimed then. */
function withoutEmpty(claims: Record<string, Json>): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => saysSomething(value)))
}

function saysSomething(value: Json): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(saysSomething)
  return value !== null && value !== ''
}
