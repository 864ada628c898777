import { decodeJwt } from 'jose'
import { afterAll, describe, expect, it } from 'vitest'
import { testPausesSchema, testRunAnswerSchema } from '#lib/contracts/test-runs.ts'
import { type Graph, graphSchema } from '#lib/engine/graph.ts'
import type { ExecutionStatus } from '#lib/engine/state.ts'
import { loadOutcome } from '#lib/executions/drive.ts'
import { newId } from '#lib/ids.ts'
import { createWorkflow } from '#lib/workflows/create.ts'
import { testAnswersRoutes, testPausesRoutes, testRunsRoutes } from './test-runs.ts'
import { createConsoleBench, PEOPLE, type Person, REVIEWED, refusal } from './testing.ts'

const bench = await createConsoleBench()
afterAll(() => bench.close())
const { runtime, members } = bench
const own = () => runtime
const runs = testRunsRoutes(own)
const pauses = testPausesRoutes(own)
const answers = testAnswersRoutes(own)

const make = (name: string, graph: Graph) => createWorkflow(runtime, members.author, { name, graph })
const reviewed = await make('Tested', REVIEWED)

const start = (as: Person | undefined, workflowId: string, body: unknown = {}) =>
  bench.call(runs.POST, { ...(as && { as }), params: { workflowId }, body })
const answer = (as: Person, executionId: string, body: unknown) =>
  bench.call(answers.POST, { as, params: { executionId }, body })

/** Starts a test run as the author, and waits until it rests. */
async function run(workflowId: string, body: unknown = {}) {
  const { status, body: answered } = await start('author', workflowId, body)
  expect(status).toBe(201)
  const { executionId } = testRunAnswerSchema.parse(answered)
  return rested(executionId)
}

async function rested(executionId: string) {
  await runtime.driving.get(executionId)?.done
  const execution = await runtime.executions.find(members.author.organizationId, { id: executionId })
  if (!execution) throw new Error('There is no execution')
  const { state } = await loadOutcome(runtime, execution)
  return { executionId, execution, state, status: state.status satisfies ExecutionStatus, ran: Object.keys(state.runs) }
}

async function openPauses(executionId: string, as: Person = 'author') {
  const { body } = await bench.call(pauses.GET, { as, params: { executionId } })
  return testPausesSchema.parse(body).pauses
}

describe('POST /api/console/workflows/{workflowId}/test-runs', () => {
  it('runs the draft, which need not be deployed, in development', async () => {
    const { execution, status, ran } = await run(reviewed.id, { input: { subject_id: 'user-1' }, revision: 1 })
    const { environment, draft, versionNumber, triggeredBy, input } = execution
    expect({ environment, draft, versionNumber, by: triggeredBy.name, input, status, ran }).toEqual({
      environment: 'DEVELOPMENT',
      draft: true,
      versionNumber: null,
      by: 'The author',
      input: { subject_id: 'user-1' },
      status: 'paused',
      ran: ['start:1', 'check:1'],
    })
  })

  it('stops after a block', async () => {
    const { status, ran } = await run(reviewed.id, { input: { subject_id: 'user-1' }, until: 'start' })
    expect({ status, ran }).toEqual({ status: 'completed', ran: ['start:1'] })
  })

  it('begins at a block with what an earlier run left, and with other input', async () => {
    const source = await run(reviewed.id, { input: { subject_id: 'user-1' } })
    const [pause] = await openPauses(source.executionId)
    await answer('author', source.executionId, { pauseId: pause?.id, decision: 'approved', data: { note: 'Fine' } })
    const from = { executionId: source.executionId, blockId: 'check' }
    const again = await run(reviewed.id, { from, input: { subject_id: 'user-2' }, until: 'check' })
    expect(again.state.runs['start:1']).toMatchObject({ kept: true, output: { subject_id: 'user-1' } })
    expect(again.state.runs['check:1']?.pause?.context).toEqual({ subject: 'user-2' })
    expect(again.execution.sourceExecutionId).toBe(source.executionId)
  })

  it('refuses a draft that has moved on, a block that is not there, and a source of another kind', async () => {
    expect(await start('author', reviewed.id, { revision: 7 })).toEqual({
      status: 409,
      body: refusal('draft_conflict', 'Somebody else has saved this draft in the meantime'),
    })
    expect(await start('author', reviewed.id, { until: 'nowhere' })).toEqual({
      status: 400,
      body: refusal('validation_failed', 'The workflow has no block to stop after'),
    })
    const deployed = await bench.deploy('Deployed too')
    const production = await bench.run(deployed.id)
    for (const executionId of [production, newId.uuid()]) {
      expect(await start('author', deployed.id, { from: { executionId, blockId: 'check' } })).toEqual({
        status: 422,
        body: refusal('source_execution_not_found', 'There is no earlier test run of this workflow with this id'),
      })
    }
  })

  it('names what is wrong with the input, and with the draft', async () => {
    const asking = await make(
      'Asking',
      graphSchema.parse({
        blocks: [
          {
            id: 'start',
            type: 'start',
            name: 'Start',
            config: { fields: [{ name: 'age', label: 'Age', required: true }] },
          },
          { id: 'end', type: 'end', name: 'End' },
        ],
        edges: [{ id: 'e', source: 'start', target: 'end' }],
      }),
    )
    expect(await start('author', asking.id)).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'options.input.age', message: 'Age is required' }] } },
    })
    const broken = await make('Broken', graphSchema.parse({ blocks: [{ id: 'a', type: 'nothing', name: 'A' }] }))
    expect(await start('author', broken.id)).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid_workflow_graph' } },
    })
  })

  it('marks the credentials it issues', async () => {
    const issuing = await make(
      'Issuing',
      graphSchema.parse({
        blocks: [
          { id: 'start', type: 'start', name: 'Start' },
          { id: 'issue', type: 'credential_issue', name: 'Issue', config: { claims: { level: 'test' } } },
        ],
        edges: [{ id: 'e', source: 'start', target: 'issue' }],
      }),
    )
    const { state, executionId } = await run(issuing.id, { input: { subject_id: 'user-1' } })
    const credential = await runtime.db.prisma.credential.findFirstOrThrow({ where: { executionId } })
    expect(credential.environment).toBe('DEVELOPMENT')
    const { vc } = decodeJwt<{ vc: { type: string[] } }>(String(state.runs['issue:1']?.output?.signed_payload))
    expect(vc.type).toEqual(['VerifiableCredential', 'UserCredential', 'DevelopmentCredential'])
  })

  it.each([...PEOPLE])('is for people who may execute workflows of their organization: %s', async (person) => {
    const allowed = ['owner', 'admin', 'author', 'deployer']
    const { status } = await start(person, reviewed.id, { input: {}, until: 'start' })
    expect(status).toBe(person === 'stranger' ? 404 : allowed.includes(person) ? 201 : 403)
  })

  it('is refused to nobody', async () => {
    expect((await start(undefined, reviewed.id)).status).toBe(401)
  })
})

describe('the pauses of a test run', () => {
  it('are answered by whoever tests, with the checks of every answer', async () => {
    const { executionId } = await run(reviewed.id, { input: { subject_id: 'user-1' } })
    const [pause] = await openPauses(executionId)
    expect(pause).toMatchObject({
      blockId: 'check',
      blockName: 'Check the case',
      kind: 'review',
      title: 'Is this the same person?',
      context: { subject: 'user-1' },
      decisions: [
        { name: 'approved', label: 'Approve' },
        { name: 'rejected', label: 'Reject' },
      ],
    })
    expect(await answer('author', executionId, { pauseId: pause?.id, decision: 'approved', data: {} })).toEqual({
      status: 422,
      body: refusal('missing_required_input', 'The submission is not complete', [
        { path: 'note', message: 'Note is required' },
      ]),
    })
    const accepted = { pauseId: pause?.id, decision: 'approved', data: { note: 'Fine' } }
    expect(await answer('author', executionId, accepted)).toEqual({ status: 200, body: { status: 'completed' } })
    expect(await answer('author', executionId, accepted)).toMatchObject({ status: 409 })
    expect(await openPauses(executionId)).toEqual([])
    expect((await rested(executionId)).state.runs['check:1']?.output).toMatchObject({
      decision: 'approved',
      note: 'Fine',
    })
  })

  it('need not be waited for where they only wait for time', async () => {
    const waiting = await make(
      'Waiting',
      graphSchema.parse({
        blocks: [
          { id: 'start', type: 'start', name: 'Start' },
          { id: 'wait', type: 'wait', name: 'Wait', config: { seconds: 86_400 } },
        ],
        edges: [{ id: 'e', source: 'start', target: 'wait' }],
      }),
    )
    const { executionId, status } = await run(waiting.id)
    expect(status).toBe('paused')
    const [pause] = await openPauses(executionId)
    expect(pause?.kind).toBe('timer')
    expect(await answer('author', executionId, { pauseId: pause?.id })).toEqual({
      status: 200,
      body: { status: 'completed' },
    })
  })

  it('are nobody else’s, and those of real executions stay with their reviewers', async () => {
    const { executionId } = await run(reviewed.id, { input: { subject_id: 'user-1' } })
    const [pause] = await openPauses(executionId)
    const accepted = { pauseId: pause?.id, decision: 'approved', data: { note: 'Fine' } }
    const notYours = {
      status: 404,
      body: refusal('execution_not_found', 'There is no test run of your own with this id'),
    }
    expect(await answer('deployer', executionId, accepted)).toEqual(notYours)
    expect(await answer('stranger', executionId, accepted)).toEqual(notYours)
    const deployed = await bench.deploy('Deployed')
    const production = await bench.run(deployed.id)
    const [real] = await runtime.executions.pauses(production)
    expect(await answer('author', production, { ...accepted, pauseId: real?.id })).toEqual(notYours)
    expect(await bench.call(pauses.GET, { as: 'author', params: { executionId: production } })).toEqual(notYours)
  })
})
