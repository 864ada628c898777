import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { createTurns, hexIdOf, saidIn, typesIn } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, runtime } = house
const turns = createTurns(runtime)
const key = await acme.apiKey()

const ask = { type: 'ask', config: { question: 'Go on?' } }
const message = (content: string) => ({ type: 'message', config: { content } })
const told = 'I know {input.user.name?}, {input.user.city?}, {vars.mood}'
const graph = buildGraph('start > one > first > two > second', {
  one: ask,
  first: message(told),
  two: ask,
  second: message(told),
})
graph.variables = [{ name: 'mood', type: 'string', default: 'calm' }]
const workflowId = await hexIdOf(runtime, await acme.deploy('variables', graph))

describe('the variables of a turn', () => {
  it('are merged into those before them, and remembered', async () => {
    const { run_id } = await turns.turn(key, workflowId, { dynamic_variables: { user: { name: 'Ada' } } })
    const second = await turns.turn(key, workflowId, {
      run_id,
      says: 'yes',
      dynamic_variables: { user: { city: 'London' } },
      runtime_variables: { mood: 'bold' },
    })
    expect(saidIn(second)).toEqual(['I know Ada, London, bold', 'Go on?'])
    expect(second.events.find(({ type }) => type === 'workflow_show_state')).toMatchObject({
      runtime_variables: { mood: 'bold' },
    })
    expect(saidIn(await turns.turn(key, workflowId, { run_id, says: 'yes' }))).toEqual(['I know Ada, London, bold'])
  })

  it('are kept from a turn that says nothing, and do not stand for words', async () => {
    const { run_id } = await turns.turn(key, workflowId)
    const silent = await turns.turn(key, workflowId, {
      run_id,
      command: 'resume',
      runtime_variables: { mood: 'shy' },
    })
    expect(silent).toMatchObject({ status: 'waiting_for_user_input', turn_number: 2 })
    const spoken = { user_message: 'yes', user: { name: 'Bo' } }
    const answer = await turns.turn(key, workflowId, { run_id, dynamic_variables: spoken })
    expect(saidIn(answer)).toEqual(['I know Bo, , shy', 'Go on?'])
  })

  it('change nothing where a client sends the same with every turn', async () => {
    const dynamic_variables = { user: { name: 'Ada', city: 'London' } }
    const { run_id } = await turns.turn(key, workflowId, { dynamic_variables })
    const segments = async () => {
      const execution = await runtime.executions.find(acme.id, { runId: run_id })
      const { events } = await runtime.executions.events(execution?.id ?? '')
      return events.filter(({ t }) => t === 'resumed').length
    }
    await turns.turn(key, workflowId, { run_id, command: 'resume', dynamic_variables })
    expect(await segments()).toBe(0)
    await turns.turn(key, workflowId, { run_id, says: 'yes', dynamic_variables })
    expect(await segments()).toBe(1)
  })

  it('that are secret are sealed on record and masked in the answer', async () => {
    const secret = structuredClone(graph)
    secret.variables = [{ name: 'mood', type: 'string', default: 'calm', secret: true }]
    const id = await hexIdOf(runtime, await acme.deploy('secret_variables', secret))
    const { run_id } = await turns.turn(key, id)
    const answer = await turns.turn(key, id, { run_id, says: 'yes', runtime_variables: { mood: 'hidden-mood-41' } })
    expect(JSON.stringify(answer)).not.toContain('hidden-mood-41')
    const { rows } = await runtime.db.pool.query('SELECT entries::text AS text FROM execution_event')
    expect(rows.filter(({ text }) => text.includes('hidden-mood-41'))).toEqual([])
  })
})

describe('a welcome message', () => {
  it('is the first line of the first turn, and of no other', async () => {
    const first = await turns.turn(key, workflowId, { welcome_message: 'Welcome!' })
    expect(saidIn(first)).toEqual(['Welcome!', 'Go on?'])
    expect(typesIn(first).slice(0, 3)).toEqual(['start_workflow', 'start_thread', 'assistant_response'])
    const next = await turns.turn(key, workflowId, { run_id: first.run_id, says: 'yes', welcome_message: 'Welcome!' })
    expect(saidIn(next)).toEqual(['I know , , calm', 'Go on?'])
  })
})

describe('a draft', () => {
  it('is talked with where the first turn asks for it, by those who may read it', async () => {
    const drafted = buildGraph('start > hi', { hi: message('from the draft') })
    const { id } = await acme.deploy('drafted', buildGraph('start > hi', { hi: message('from version 1') }))
    await acme.draft('drafted', drafted)
    const hexId = await hexIdOf(runtime, { id })
    const run = (query: string, scopes = key) =>
      turns.post({ key: scopes, workflowId: hexId, query, body: { run_input: {} } })
    expect((await run('')).body).toMatchObject({
      events: expect.arrayContaining([expect.objectContaining({ content: 'from version 1' })]),
    })
    expect((await run('?draft=true')).body).toMatchObject({
      events: expect.arrayContaining([expect.objectContaining({ content: 'from the draft' })]),
    })
    const outside = await acme.apiKey({ scopes: ['workflows:execute'] })
    expect(await run('?draft=true', outside)).toEqual({
      status: 403,
      body: { detail: 'Running a draft needs the permission workflows:editor:read' },
    })
  })
})
