import { afterAll, expect, it } from 'vitest'
import { composePassportLines } from '#lib/providers/documents/compose.ts'
import { onboardingInterview } from '#lib/templates/onboarding-interview.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { createTurns, hexIdOf, saidIn } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, runtime } = house
const turns = createTurns(runtime)
const key = await acme.apiKey()
await acme.sanctionsList()
const workflowId = await hexIdOf(runtime, await acme.deploy('interview', onboardingInterview.graph))

const MRZ = composePassportLines(
  {
    firstName: 'Jane',
    lastName: 'Doe',
    documentNumber: 'X12345678',
    birthDate: '1990-05-15',
    expiresAt: '2034-08-19',
    sex: 'female',
  },
  'UTO',
).join('\n')

const NAME = 'What is your full name, as it stands in your passport?'
const BIRTH_DATE = 'When were you born? Please write it like 1990-05-15.'
const DOCUMENT = 'Please copy the two or three lines at the bottom of your passport or identity card.'

it('an interview of ten turns, with answers that do not fit, ends in a credential that verifies', async () => {
  const first = await turns.turn(key, workflowId, { dynamic_variables: { subject_id: 'user_jane' } })
  expect(saidIn(first)).toEqual(['Welcome. I will ask you for three things, and then check them.', NAME])
  const { run_id } = first
  const steps: [says: string, answer: string][] = [
    ['J', 'Please write your first and last name.'],
    ['Jane Doe', BIRTH_DATE],
    ['in spring', 'I could not read that as a date. Please write it like 1990-05-15.'],
    ['1990-02-31', 'I could not read that as a date. Please write it like 1990-05-15.'],
    ['1990-05-15', DOCUMENT],
  ]
  for (const [says, answer] of steps)
    expect(saidIn(await turns.turn(key, workflowId, { run_id, says }))).toEqual([answer])
  const parked = await turns.turn(key, workflowId, { run_id, command: 'pause' })
  expect(parked).toMatchObject({ turn_number: 7, status: 'paused' })
  const back = await turns.turn(key, workflowId, { run_id, command: 'resume' })
  expect(back).toMatchObject({ turn_number: 8, next_input_hint: { message: DOCUMENT } })
  const short = await turns.turn(key, workflowId, { run_id, says: 'P<UTODOE' })
  expect(saidIn(short)).toEqual(['These lines are too short. They hold many < signs; please copy all of them.'])

  const last = await turns.turn(key, workflowId, { run_id, says: MRZ })
  expect(last).toMatchObject({ turn_number: 10, status: 'completed', is_completed: true, error: null })
  expect(saidIn(last)).toEqual(['Thank you. Everything is in order, and your credential is issued.'])
  const issued = last.events.find(
    ({ type, origin_node_logical_id: node }) => type === 'end_node_run' && node === 'credential_issue',
  )
  const { signed_payload: jwt } = Object(issued?.run_output)
  expect(await runtime.credentials.verify({ jwt })).toMatchObject({ valid: true })
})
