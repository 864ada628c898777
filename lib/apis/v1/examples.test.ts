import { afterAll, describe, expect, it } from 'vitest'
import { credentialOnly } from '#lib/templates/credential-only.ts'
import { kycStandard } from '#lib/templates/kyc-standard.ts'
import { sanctionsOnly } from '#lib/templates/sanctions-only.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { executionResultSchema } from './contract.ts'
import overviewCompleted from './fixtures/overview-completed.json' with { type: 'json' }
import overviewPaused from './fixtures/overview-paused.json' with { type: 'json' }
import overviewRequest from './fixtures/overview-request.json' with { type: 'json' }
import referenceRequest from './fixtures/reference-request.json' with { type: 'json' }
import resumeRequest from './fixtures/resume-request.json' with { type: 'json' }
import { createV1, refusal, type V1Answer } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const v1 = createV1(house.runtime)
const key = await house.acme.apiKey()
for (const { slug, graph } of [kycStandard, sanctionsOnly, credentialOnly]) await house.acme.deploy(slug, graph)
await house.acme.sanctionsList()
await house.acme.passport('user_jane_doe_001')
await house.acme.passport('user_viktor_hit_003', { firstName: 'Viktor', lastName: 'Drozhkin', birthDate: '1968-04-12' })
await house.acme.passport('user_john_expired_002', { expiresAt: '2019-06-30' })

function resultOf({ body }: V1Answer) {
  return executionResultSchema.parse(body)
}

function requestFor(subject: string) {
  const { options, ...rest } = overviewRequest
  return { ...rest, options: { ...options, input: { ...options.input, subject_id: subject } } }
}

describe('the examples of the documentation', () => {
  it('answers the first call with a credential', async () => {
    const answer = await v1.execute(key, overviewRequest)
    expect(answer.status).toBe(200)
    const { credential_issue: credential, ...verdicts } = overviewCompleted.output
    expect(answer.body).toMatchObject({
      success: true,
      status: 'completed',
      executionId: expect.stringMatching(/^exec_[0-9A-Z]{26}$/),
      output: {
        ...verdicts,
        credential_issue: {
          ...credential,
          credential_id: expect.stringMatching(/^cred_[0-9A-Z]{26}$/),
          signed_payload: expect.stringMatching(/^eyJhbGciOiJFUzI1NiIs[\w-]*\.[\w-]+\.[\w-]+$/),
          expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        },
      },
    })
    const { success, status, executionId, output, logs, finalState, ...more } = resultOf(answer)
    expect(Object.keys(output.credential_issue ?? {})).toEqual(Object.keys(credential))
    expect(more).toEqual({})
    expect({ success, status }).toEqual({ success: true, status: 'completed' })
    expect(finalState).toMatchObject({ executionId, workflowId: 'wf_kyc_standard', version: 1 })
    expect(logs.map(({ blockId, status: block }) => [blockId, block])).toEqual([
      ['start', 'success'],
      ['document_verification', 'success'],
      ['sanctions_screening', 'success'],
      ['screening_result', 'success'],
      ['credential_issue', 'success'],
      ['sponsor_bank_review', 'skipped'],
    ])
  })

  it('answers a hit with the printed pause point, and goes on behind it to the credential', async () => {
    const paused = await v1.execute(key, requestFor('user_viktor_hit_003'))
    expect(paused.status).toBe(202)
    const { success, status, executionId, pausePoints = [], finalState, error } = resultOf(paused)
    const printed = pausePoints.map(({ blockId, reason, requiredInput }) => ({ blockId, reason, requiredInput }))
    expect({ success, status, executionId, pausePoints: printed }).toEqual({ ...overviewPaused, executionId })
    expect({ finalState, error }).toEqual({ finalState: undefined, error: undefined })

    const { runFromBlock, ...rest } = resumeRequest
    const resumed = await v1.execute(key, { ...rest, runFromBlock: { ...runFromBlock, executionId } })
    expect(resumed.status).toBe(200)
    expect(resultOf(resumed)).toMatchObject({
      success: true,
      status: 'completed',
      executionId,
      output: {
        document_verification: { status: 'passed', name: { first: 'Viktor', last: 'Drozhkin' } },
        sponsor_bank_review: { decision: 'approved', approval_reference: 'SB-2026-0042', reviewer_id: 'rev_17' },
        credential_issue: { credential_type: 'user', status: 'active' },
      },
    })
  })

  it('answers a rejected document with 200 and what is wrong', async () => {
    const answer = await v1.execute(key, requestFor('user_john_expired_002'))
    expect(answer.status).toBe(200)
    const { success, status, error, output, finalState, pausePoints } = resultOf(answer)
    expect({ success, status, error, finalState, pausePoints }).toEqual({
      success: false,
      status: 'failed',
      error: 'Verify document: The document expired on 2019-06-30',
      finalState: undefined,
      pausePoints: undefined,
    })
    expect(output).toMatchObject({ document_verification: { status: 'rejected', expires_at: '2019-06-30' } })
  })

  it('knows every field of the printed reference request', async () => {
    expect(await v1.execute(key, referenceRequest)).toEqual(
      refusal(400, 'validation_failed', 'options.executionId: Letters, digits, _ and -, at most 128', [
        {
          path: 'options.executionId',
          message: 'Letters, digits, _ and -, at most 128',
          code: 'invalid_format',
        },
      ]),
    )
  })

  it('screens a name alone, and issues a credential alone', async () => {
    const screened = await v1.execute(key, {
      workflowId: 'wf_sanctions_only',
      options: { input: { name: 'Jane Doe' } },
    })
    expect(resultOf(screened)).toMatchObject({
      status: 'completed',
      output: { sanctions_screening: { status: 'clear' } },
    })
    const issued = await v1.execute(key, {
      workflowId: 'wf_credential_only',
      options: { input: { subject_id: 'user_1', claims: { tier: 'gold' } } },
    })
    expect(resultOf(issued)).toMatchObject({ status: 'completed', output: { credential_issue: { status: 'active' } } })
  })
})
