import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { executionResultSchema } from '#lib/apis/v1/contract.ts'
import { createV1 } from '#lib/apis/v1/testing.ts'
import { blockRegistry } from '#lib/blocks/index.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { checkDeployable } from '#lib/engine/validate.ts'
import { composePassportLines } from '#lib/providers/documents/compose.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { templates, withTheirOwn } from './index.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, runtime } = house
const v1 = createV1(runtime)
const key = await acme.apiKey()

beforeAll(async () => {
  await acme.sanctionsList()
  for (const { slug, graph } of withTheirOwn(templates)) await acme.deploy(slug, graph)
}, 60_000)

const CLEAR = 'Jane Doe'
/** Somebody on the sample list. */
const LISTED = 'Viktor Anselm Drozhkin'
const MRZ = mrzOf('Doe', 'Jane', '1990-05-15')

function mrzOf(lastName: string, firstName: string, birthDate: string): string {
  const holder = { firstName, lastName, birthDate, documentNumber: 'X12345678', expiresAt: '2034-08-19' }
  return composePassportLines({ ...holder, sex: 'male' }, 'UTO').join('\n')
}

async function run(slug: string, input: JsonObject) {
  const { body } = await v1.execute(key, { workflowId: `wf_${slug}`, options: { input } })
  return executionResultSchema.parse(body)
}

type Answer = { blockId: string; decision?: string; input?: JsonObject }

/** Runs a workflow and answers its pauses in turn; ends with the blocks that were executed last and what it came to. */
async function through(slug: string, input: JsonObject, answers: readonly Answer[] = []) {
  let result = await run(slug, input)
  for (const answer of answers) {
    const { body } = await v1.resume(key, result.executionId, answer)
    result = executionResultSchema.parse(body)
  }
  return { status: result.status, last: Object.keys(result.output).at(-1), output: result.output, error: result.error }
}

const approve: Answer = { blockId: 'officer_review', decision: 'approved', input: { approval_reference: 'A-1' } }
const reject: Answer = { blockId: 'officer_review', decision: 'rejected', input: { approval_reference: 'A-1' } }

describe('the templates', () => {
  it('are at least six, under ids of their own', () => {
    const slugs = templates.map(({ slug }) => slug)
    expect(slugs.length).toBeGreaterThanOrEqual(6)
    expect(new Set(slugs).size).toBe(slugs.length)
  })

  it.each(withTheirOwn(templates).map((template) => [template.slug, template.graph] as const))(
    '%s has no problem',
    (_slug, graph) => {
      const found = checkDeployable(graph, blockRegistry).filter(({ severity }) => severity !== 'policy')
      expect(found).toEqual([])
    },
  )

  it('bring what they run', () => {
    const known = new Set(withTheirOwn(templates).map(({ slug }) => `wf_${slug}`))
    for (const { graph, runs = [] } of templates) {
      const called = graph.blocks.flatMap(({ type, config }) => config[blockRegistry.get(type)?.runs ?? ''] ?? [])
      expect(called).toEqual(runs.map(({ slug }) => `wf_${slug}`))
      expect(called.every((id) => known.has(String(id)))).toBe(true)
    }
  })
})

/** Where executions of the templates end, and after which answers. */
describe('a run of', () => {
  const PASSPORT = { subject_id: 'user_1', mrz: MRZ }
  const bank = (decision: string): Answer => ({
    blockId: 'sponsor_bank_review',
    decision,
    input: { approval_reference: 'A-1', reviewer_id: 'R-1' },
  })

  it('KYC issues a credential for a clear document and asks the bank otherwise', async () => {
    expect(await through('kyc_standard', PASSPORT)).toMatchObject({ status: 'completed', last: 'credential_issue' })
    const listed = { subject_id: 'user_2', mrz: mrzOf('Drozhkin', 'Viktor Anselm', '1968-04-12') }
    expect(await through('kyc_standard', listed, [bank('approved')])).toMatchObject({
      status: 'completed',
      last: 'credential_issue',
    })
    expect(await through('kyc_standard', listed, [bank('rejected')])).toMatchObject({
      status: 'failed',
      last: 'sponsor_bank_review',
    })
  })

  const company = (name: string, ...owners: string[]) => ({
    subject_id: 'company_1',
    company_name: name,
    owners: owners.map((owner) => ({ name: owner })),
  })

  it('KYB issues a business credential when company and owners are clear', async () => {
    const { status, last, output } = await through('kyb_owners', company('Acme Bakery', CLEAR, 'John Roe'))
    expect({ status, last, screened: output.screen_owners?.completed }).toEqual({
      status: 'completed',
      last: 'credential_issue',
      screened: 2,
    })
  })

  it.each([
    ['an owner is listed', company('Acme Bakery', CLEAR, LISTED)],
    ['no owner is named', company('Acme Bakery')],
    ['an owner has no name', { ...company('Acme Bakery'), owners: [{ birth_date: '1990-01-01' }] }],
    ['the company cannot be read', company('???', CLEAR)],
  ])('KYB goes to an officer when %s', async (_case, input) => {
    expect(await through('kyb_owners', input)).toMatchObject({ status: 'paused' })
    expect(await through('kyb_owners', input, [approve])).toMatchObject({
      status: 'completed',
      last: 'credential_issue',
    })
    expect(await through('kyb_owners', input, [reject])).toMatchObject({ status: 'completed', last: 'turned_down' })
  })

  it('sanctions alone answers with what was found', async () => {
    const found = async (name: string) => (await through('sanctions_only', { name })).output.sanctions_screening?.status
    expect([await found(CLEAR), await found(LISTED)]).toEqual(['clear', 'hit'])
  })

  it('credential alone issues what it is told', async () => {
    const input = { subject_id: 'user_1', claims: { tier: 'gold' } }
    expect(await through('credential_only', input)).toMatchObject({ status: 'completed', last: 'credential_issue' })
  })

  const says = (blockId: string, answer: string): Answer => ({ blockId, input: { answer } })
  const interview = (name: string, birthDate: string, mrz: string) => [
    says('ask_name', name),
    says('ask_birth_date', birthDate),
    says('ask_document', mrz),
  ]
  const applicant = { subject_id: 'user_1' }

  it('the interview ends with a credential, with a refusal, or with good-bye', async () => {
    const clear = interview(CLEAR, '1990-05-15', MRZ)
    expect(await through('onboarding_interview', applicant, clear)).toMatchObject({
      status: 'completed',
      last: 'say_done',
    })
    const other = interview('Somebody Else', '1971-01-01', MRZ)
    expect(await through('onboarding_interview', applicant, other)).toMatchObject({ status: 'paused' })
    expect(await through('onboarding_interview', applicant, [...other, approve])).toMatchObject({ last: 'say_done' })
    expect(await through('onboarding_interview', applicant, [...other, reject])).toMatchObject({
      status: 'completed',
      last: 'say_turned_down',
    })
    const mute = ['', '', ''].map((answer) => says('ask_name', answer))
    expect(await through('onboarding_interview', applicant, mute)).toMatchObject({
      status: 'completed',
      last: 'say_goodbye',
    })
  })

  it('re-verification goes on for as many rounds as asked while nothing is found', async () => {
    const known = { subject_id: 'user_1', interval_days: 0, rounds: 3 }
    const { status, output } = await through('re_verification', { ...known, name: CLEAR })
    expect({ status, end: output.finished }).toEqual({ status: 'completed', end: { status: 'finished', rounds: 3 } })
    const listed = { ...known, name: LISTED, rounds: 1 }
    expect(await through('re_verification', listed, [approve])).toMatchObject({ output: { finished: { rounds: 1 } } })
    expect(await through('re_verification', listed, [reject])).toMatchObject({
      status: 'completed',
      output: { ended: { status: 'ended', rounds: 1 } },
    })
    expect(await run('re_verification', { ...known, name: CLEAR, interval_days: 30 })).toMatchObject({
      status: 'paused',
      pausePoints: [{ blockId: 'pause', kind: 'timer' }],
    })
  })
})
