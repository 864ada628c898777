import { describe, expect, it } from 'vitest'
import type { BlockRunContext } from '#lib/engine/block.ts'
import type { BlockServices, CredentialRequest, IssuedCredential } from '../services.ts'
import { fakeServices } from '../testing.ts'
import { credentialIssue } from './index.ts'

const ISSUED: IssuedCredential = {
  credential_id: 'cred_00000000000000000000000000',
  credential_type: 'user',
  signed_payload: 'eyJ.eyJ.abc',
  status: 'active',
  expires_at: '2027-11-22T10:30:00Z',
}

function unused(): never {
  throw new Error('The block has no business here')
}

function runWith(config: object, signal = AbortSignal.timeout(5_000)) {
  const asked: CredentialRequest[] = []
  const services = fakeServices({
    credentials: {
      issue: async (request) => {
        asked.push(request)
        return ISSUED
      },
    },
  })
  const run = {
    config: credentialIssue.config.parse(config),
    input: {},
    blockId: 'credential_issue',
    visit: 1,
    execution: {
      executionId: '0196f1a0-0000-7000-8000-000000000001',
      organizationId: '0196f1a0-0000-7000-8000-000000000002',
      workflowId: '0196f1a0-0000-7000-8000-000000000003',
      workflowName: 'KYC standard',
      environment: 'PRODUCTION',
      draft: false,
      correlationKey: null,
    },
    wired: new Set(['out']),
    evaluate: unused,
    services,
    idempotencyKey: '0196f1a0-0000-7000-8000-000000000001:credential_issue:1',
    signal,
  } satisfies BlockRunContext<object, BlockServices>
  return { asked, outcome: credentialIssue.execute(run) }
}

describe('credential_issue', () => {
  it('asks for a credential under the key of its visit and gives it as its output', async () => {
    const { asked, outcome } = runWith({
      subject_id: 'user_jane_doe_001',
      claims: { name: { first: 'Jane', last: 'Doe' }, sanctions: 'clear' },
    })
    expect(await outcome).toEqual({ type: 'completed', output: ISSUED })
    expect(credentialIssue.output.parse(ISSUED)).toEqual(ISSUED)
    expect(asked).toEqual([
      {
        idempotencyKey: '0196f1a0-0000-7000-8000-000000000001:credential_issue:1',
        executionId: '0196f1a0-0000-7000-8000-000000000001',
        type: 'user',
        subjectId: 'user_jane_doe_001',
        claims: { name: { first: 'Jane', last: 'Doe' }, sanctions: 'clear' },
        validForSeconds: 31_536_000,
      },
    ])
  })

  it('leaves out claims that say nothing', async () => {
    const { asked, outcome } = runWith({
      subject_id: 'user_1',
      claims: {
        name: { first: null, last: null },
        birth_date: null,
        document_type: '',
        aliases: [],
        adult: false,
        hits: 0,
      },
    })
    await outcome
    expect(asked[0]?.claims).toEqual({ adult: false, hits: 0 })
  })

  it('fails without issuing when a claim holds a document', async () => {
    const { asked, outcome } = runWith({
      subject_id: 'user_1',
      claims: { scan: `data:image/png;base64,${'A'.repeat(40)}` },
    })
    expect(await outcome).toEqual({
      type: 'failed',
      error: {
        code: 'claims_not_allowed',
        message: 'The claim scan holds a document or long text; name the result of a check instead',
      },
    })
    expect(asked).toEqual([])
  })

  it('issues nothing after it has been stopped', async () => {
    const { asked, outcome } = runWith({ subject_id: 'user_1' }, AbortSignal.abort(new Error('stopped')))
    await expect(outcome).rejects.toThrow('stopped')
    expect(asked).toEqual([])
  })

  it('has a config that works as placed, and bounds what an author may ask for', () => {
    expect(credentialIssue.config.parse({})).toEqual({
      credential_type: 'user',
      subject_id: '{input.subject_id}',
      claims: {
        name: '{document_verification.name?}',
        birth_date: '{document_verification.birth_date?}',
        document_type: '{document_verification.document_type?}',
        sanctions: '{sanctions_screening.status?}',
      },
      valid_for_days: 365,
    })
    for (const wrong of [
      { credential_type: 'passport' },
      { subject_id: '' },
      { valid_for_days: 0 },
      { claims: 'all' },
    ]) {
      expect(credentialIssue.config.safeParse(wrong).success).toBe(false)
    }
  })
})
