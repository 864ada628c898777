import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  type Recording,
  recordingSchema,
  scenarioListSchema,
  scenarioResultSchema,
  scenarioSchema,
} from '#lib/contracts/scenarios.ts'
import { testRunAnswerSchema } from '#lib/contracts/test-runs.ts'
import { type Graph, graphSchema } from '#lib/engine/graph.ts'
import { newId } from '#lib/ids.ts'
import { createWorkflow } from '#lib/workflows/create.ts'
import { saveDraft } from '#lib/workflows/save-draft.ts'
import { recordingRoutes, scenarioRoutes, scenarioRunRoutes, scenariosRoutes } from './scenarios.ts'
import { testAnswersRoutes, testRunsRoutes } from './test-runs.ts'
import { createConsoleBench, PEOPLE, type Person, REVIEWED, refusal } from './testing.ts'

const bench = await createConsoleBench()
afterAll(() => bench.close())
const { runtime, members } = bench
const own = () => runtime
const many = scenariosRoutes(own)
const one = scenarioRoutes(own)
const running = scenarioRunRoutes(own)

const make = async (name: string, graph: Graph = REVIEWED) =>
  (await createWorkflow(runtime, members.author, { name, graph })).id
const reviewed = await make('Reviewed')

const APPROVED = {
  name: 'Approved by a reviewer',
  input: { subject_id: 'user-1' },
  answers: [{ blockId: 'check', decision: 'approved', data: { note: 'Fine' } }],
  expectedStatus: 'completed',
  expectedOutputs: [{ path: 'check.decision', value: 'approved' }],
}

const list = async (workflowId: string, as: Person = 'author') =>
  scenarioListSchema.parse((await bench.call(many.GET, { as, params: { workflowId } })).body)
const create = (workflowId: string, body: object, as: Person = 'author') =>
  bench.call(many.POST, { as, params: { workflowId }, body })
async function kept(workflowId: string, change: object = {}) {
  const { status, body } = await create(workflowId, { ...APPROVED, name: newId.uuid(), ...change })
  expect(status).toBe(201)
  return scenarioSchema.parse(body)
}
async function run(workflowId: string, scenarioId: string) {
  const { body } = await bench.call(running.POST, { as: 'author', params: { workflowId, scenarioId }, body: {} })
  return scenarioResultSchema.parse(body)
}
const audits = async (id: string) => {
  const { rows } = await runtime.db.pool.query('SELECT action FROM audit_record WHERE target_id = $1 ORDER BY id', [id])
  return z
    .array(z.object({ action: z.string() }))
    .parse(rows)
    .map(({ action }) => action)
}

describe('scenarios of a workflow', () => {
  it('are kept, listed by name, changed and let go of, each on record', async () => {
    const workflowId = await make('Kept')
    const second = await kept(workflowId, { name: 'Second' })
    const first = await kept(workflowId, { name: 'First' })
    const { data, draftHash } = await list(workflowId)
    expect(data.map(({ name }) => name)).toEqual(['First', 'Second'])
    expect(draftHash).toMatch(/^[0-9a-f]{64}$/)
    expect({ ...first, id: '', createdAt: '', updatedAt: '' }).toEqual({
      ...APPROVED,
      id: '',
      name: 'First',
      lastResult: null,
      createdBy: { id: members.author.actor.id, name: 'The author' },
      createdAt: '',
      updatedAt: '',
    })
    const params = { workflowId, scenarioId: first.id }
    const body = { ...APPROVED, name: 'Third', input: { subject_id: 'user-9' } }
    const changed = await bench.call(one.PUT, { as: 'author', params, body })
    expect(changed).toMatchObject({ status: 200, body: { name: 'Third', input: { subject_id: 'user-9' } } })
    expect(await bench.call(one.DELETE, { as: 'author', params, body: {} })).toEqual({ status: 204, body: null })
    expect((await list(workflowId)).data).toEqual([second])
    expect(await audits(first.id)).toEqual(['scenario.created', 'scenario.updated', 'scenario.removed'])
  })

  it('have names of their own', async () => {
    const workflowId = await make('Named')
    const taken = {
      status: 400,
      body: refusal('validation_failed', 'The workflow has a scenario of this name', [
        { path: 'name', message: 'The workflow has a scenario of this name' },
      ]),
    }
    await kept(workflowId, { name: 'Taken' })
    const other = await kept(workflowId, { name: 'Other' })
    expect(await create(workflowId, { ...APPROVED, name: 'Taken' })).toEqual(taken)
    const params = { workflowId, scenarioId: other.id }
    expect(await bench.call(one.PUT, { as: 'author', params, body: { ...APPROVED, name: 'Taken' } })).toEqual(taken)
    await kept(reviewed, { name: 'Taken' })
  })

  it('are refused where they are no scenarios, or of nothing', async () => {
    expect(await create(reviewed, { ...APPROVED, expectedStatus: 'running' })).toMatchObject({ status: 400 })
    expect(await create(reviewed, { ...APPROVED, extra: 1 })).toMatchObject({ status: 400 })
    expect(await create(newId.uuid(), APPROVED)).toMatchObject({ status: 404 })
    const unknown = { status: 404, body: refusal('not_found', 'There is no such scenario') }
    const params = { workflowId: reviewed, scenarioId: newId.uuid() }
    expect(await bench.call(one.PUT, { as: 'author', params, body: APPROVED })).toEqual(unknown)
    expect(await bench.call(one.DELETE, { as: 'author', params, body: {} })).toEqual(unknown)
    expect(await bench.call(running.POST, { as: 'author', params, body: {} })).toEqual(unknown)
  })

  it.each([...PEOPLE])('are for authors to write and for those who see drafts to read: %s', async (person) => {
    const readers = ['owner', 'admin', 'author', 'deployer', 'auditor']
    const writers = ['owner', 'admin', 'author']
    const stranger = person === 'stranger'
    const read = await bench.call(many.GET, { as: person, params: { workflowId: reviewed } })
    expect(read.status).toBe(stranger ? 404 : readers.includes(person) ? 200 : 403)
    const written = await create(reviewed, { ...APPROVED, name: person }, person)
    expect(written.status).toBe(stranger ? 404 : writers.includes(person) ? 201 : 403)
  })
})

describe('a run of a scenario', () => {
  it('passes where everything came as expected, and is kept with the way it took', async () => {
    const { id } = await kept(reviewed)
    const result = await run(reviewed, id)
    expect({ ...result, executionId: '', draftHash: '', at: '' }).toEqual({
      passed: true,
      executionId: '',
      draftHash: '',
      status: 'completed',
      problem: null,
      differences: [],
      blocks: ['start', 'check', 'done'],
      edges: ['e1', 'e2'],
      at: '',
    })
    const { data, draftHash } = await list(reviewed)
    expect(data.find((scenario) => scenario.id === id)?.lastResult).toEqual(result)
    expect(result.draftHash).toBe(draftHash)
  })

  it('says what differs, both the end and the outputs', async () => {
    const { id } = await kept(reviewed, {
      answers: [{ blockId: 'check', decision: 'rejected', data: { note: 'No' } }],
      expectedOutputs: [
        { path: 'check.decision', value: 'approved' },
        { path: 'check.note', value: 'No' },
      ],
    })
    expect(await run(reviewed, id)).toMatchObject({
      passed: false,
      status: 'failed',
      problem: null,
      differences: [{ path: 'check.decision', expected: 'approved', actual: 'rejected' }],
    })
  })

  it('says where it had no answer, and leaves nobody waiting', async () => {
    const { id } = await kept(reviewed, { answers: [] })
    const { executionId, ...result } = await run(reviewed, id)
    expect(result).toMatchObject({ passed: false, problem: 'The scenario says no answer for Check the case' })
    const pauses = await runtime.executions.pauses(executionId ?? '')
    expect(pauses.map(({ status }) => status)).toEqual(['cancelled'])
  })

  it('says why the draft did not run, or an answer was not taken', async () => {
    const broken = await make('Broken', graphSchema.parse({ blocks: [{ id: 'a', type: 'nothing', name: 'A' }] }))
    expect(await run(broken, (await kept(broken)).id)).toMatchObject({ passed: false, executionId: null, status: null })
    const { id } = await kept(reviewed, { answers: [{ blockId: 'check', decision: 'approved', data: {} }] })
    const { executionId, problem } = await run(reviewed, id)
    expect(problem).toBe('The submission is not complete; Note is required')
    const pauses = await runtime.executions.pauses(executionId ?? '')
    expect(pauses.map(({ status }) => status)).toEqual(['cancelled'])
  })

  it('does not wait for moments to come', async () => {
    const waiting = await make(
      'Waiting',
      graphSchema.parse({
        blocks: [
          { id: 'start', type: 'start', name: 'Start' },
          { id: 'wait', type: 'wait', name: 'Wait', config: { seconds: 86_400 } },
          { id: 'end', type: 'end', name: 'End' },
        ],
        edges: [
          { id: 'e1', source: 'start', target: 'wait' },
          { id: 'e2', source: 'wait', target: 'end' },
        ],
      }),
    )
    const { id } = await kept(waiting, { answers: [], expectedOutputs: [] })
    expect(await run(waiting, id)).toMatchObject({ passed: true, edges: ['e1', 'e2'] })
  })

  it('is told to be of another draft once the draft is edited', async () => {
    const workflowId = await make('Edited')
    const { id } = await kept(workflowId)
    const before = await run(workflowId, id)
    const blocks = REVIEWED.blocks.map((block) =>
      block.id === 'done' ? { ...block, notes: 'n', onError: 'continue' as const } : block,
    )
    await saveDraft(runtime, members.author, workflowId, { graph: { ...REVIEWED, blocks }, revision: 1 })
    expect((await list(workflowId)).draftHash).not.toBe(before.draftHash)
  })
})

describe('GET /api/console/test-runs/{executionId}/recording', () => {
  const recorded = async (executionId: string, as: Person = 'author') =>
    bench.call(recordingRoutes(own).GET, { as, params: { executionId } })

  it('makes a scenario of a test run that passes', async () => {
    const started = await bench.call(testRunsRoutes(own).POST, {
      as: 'author',
      params: { workflowId: reviewed },
      body: { input: { subject_id: 'user-3' } },
    })
    const { executionId } = testRunAnswerSchema.parse(started.body)
    await runtime.driving.get(executionId)?.done
    const [pause] = await runtime.executions.pauses(executionId)
    await bench.call(testAnswersRoutes(own).POST, {
      as: 'author',
      params: { executionId },
      body: { pauseId: pause?.id, decision: 'approved', data: { note: 'Fine' } },
    })
    const recording: Recording = recordingSchema.parse((await recorded(executionId)).body)
    expect(recording).toMatchObject({
      input: { subject_id: 'user-3' },
      answers: [{ blockId: 'check', decision: 'approved', data: { note: 'Fine' } }],
      status: 'completed',
    })
    expect(recording.values.filter(({ suggested }) => suggested)).toEqual([
      { path: 'check.decision', value: 'approved', suggested: true },
    ])
    const expectedOutputs = recording.values
      .filter((value) => value.suggested)
      .map(({ path, value }) => ({ path, value }))
    const { input, answers } = recording
    const { id } = await kept(reviewed, { input, answers, expectedOutputs })
    expect((await run(reviewed, id)).passed).toBe(true)
    expect((await recorded(executionId, 'owner')).status).toBe(404)
  })
})
