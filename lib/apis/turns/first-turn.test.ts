import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import reference from './fixtures/reference-request.json' with { type: 'json' }
import { createTurns, hexIdOf, plain, saidIn, spoken, typesIn } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, runtime } = house
const turns = createTurns(runtime)
const key = await acme.apiKey()

const deploy = async (slug: string, graph: Parameters<typeof acme.deploy>[1]) =>
  hexIdOf(runtime, await acme.deploy(slug, graph))

const message = (content: string) => ({ type: 'message', config: { content } })
const hi = await deploy('hi', buildGraph('start > hi > bye', { hi: message('hi'), bye: message('bye') }))

function node(id: string) {
  return { origin_node_logical_id: id, origin_node_name: id, origin_node_run_id: `${id}:1` }
}

function passed(id: string, said: string, config = { content: said, alternatives: [], mode: 'random' }) {
  return [
    { type: 'start_node_run', ...node(id), run_input: config },
    { type: 'say_static', ...node(id), message: said },
    { type: 'assistant_response', ...node(id), content: said, response_metadata: {}, llm_usage_info: null },
    { type: 'end_node_run', ...node(id), run_output: { content: said } },
  ]
}

function edge(from: string, to: string) {
  return {
    type: 'direct_edge',
    edge_name: 'out',
    edge_logical_id: `${from}>${to}`,
    edge_run_id: `${from}>${to}:1`,
    source_node_logical_id: from,
    source_node_name: from,
    destination_node_logical_id: to,
    destination_node_name: to,
    reason: null,
  }
}

function closing(lastNode: string, iteration: number, nodes: number, ended = true) {
  return [
    { type: ended ? 'end_thread' : 'pause_thread', last_node_logical_id: lastNode },
    { type: 'workflow_show_state', thread_id: '0', runtime_variables: {}, workflow_runtime_variables: {} },
    {
      type: 'end_workflow_iteration',
      iteration_number: iteration,
      iteration_metrics: {
        e2e_latency_milliseconds: '<ms>',
        nodes_executed_count: nodes,
        llm_call_count: 0,
        tool_call_count: 0,
      },
    },
  ]
}

const QUIET = { error: null, next_input_hint: null, has_active_companions: false, has_background_work: false }

describe('a first turn', () => {
  it('of two messages joined by an edge says exactly hi and bye', async () => {
    const answer = await turns.turn(key, hi)
    expect(saidIn(answer)).toEqual(['hi', 'bye'])
    expect(plain(answer)).toEqual({
      run_id: '<run>',
      status: 'completed',
      turn_number: 1,
      events: [
        { type: 'start_workflow' },
        { type: 'start_thread' },
        { type: 'start_node_run', ...node('start'), run_input: { fields: [] } },
        { type: 'end_node_run', ...node('start'), run_output: {} },
        edge('start', 'hi'),
        ...passed('hi', 'hi'),
        edge('hi', 'bye'),
        ...passed('bye', 'bye'),
        ...closing('bye', 1, 3),
        { type: 'end_workflow', llm_token_usage: {}, llm_latency_stats: {} },
      ],
      is_waiting_for_input: false,
      is_completed: true,
      ...QUIET,
    })
  })

  it('that comes to a question waits, and hints at what it waits for', async () => {
    const id = await deploy('ask', buildGraph('start > name', { name: { type: 'ask', config: { question: 'Name?' } } }))
    const hint = {
      type: 'busy_wait_for_user_message',
      ...node('name'),
      message: 'Name?',
      required_input: [],
      fields: [{ name: 'answer', label: 'Answer', type: 'text', required: false }],
    }
    const answer = plain(await turns.turn(key, id, { says: 'Hello' }))
    expect(answer).toMatchObject({
      status: 'waiting_for_user_input',
      turn_number: 1,
      is_waiting_for_input: true,
      is_completed: false,
      error: null,
      next_input_hint: hint,
    })
    expect(answer).toHaveProperty('events', [
      { type: 'start_workflow' },
      { type: 'start_thread' },
      { type: 'user_messages', messages: [{ type: 'human', content: 'Hello' }] },
      { type: 'start_node_run', ...node('start'), run_input: { fields: [] } },
      { type: 'end_node_run', ...node('start'), run_output: { user_message: 'Hello' } },
      edge('start', 'name'),
      expect.objectContaining({ type: 'start_node_run', ...node('name') }),
      { type: 'assistant_response', ...node('name'), content: 'Name?', response_metadata: {}, llm_usage_info: null },
      ...closing('name', 1, 2, false),
      { type: 'workflow_ready_for_input', active_companion_thread_ids: [] },
      hint,
    ])
  })

  it('that fails is answered 200 with the error, which ends its events', async () => {
    const id = await deploy('fails', buildGraph('start > bad > end', { bad: { type: 'fail' } }))
    const answer = plain(await turns.turn(key, id))
    expect(answer).toMatchObject({ status: 'failed', is_completed: true, error: 'bad: It broke' })
    expect(answer).toHaveProperty(
      'events',
      expect.arrayContaining([
        { type: 'end_node_run', ...node('bad'), run_output: { error: { code: 'broken', message: 'It broke' } } },
        { type: 'workflow_error', error_message: 'bad: It broke' },
      ]),
    )
  })

  it('that waits for a review is paused, not waiting for input', async () => {
    const id = await deploy('review', buildGraph('start > check', { check: { type: 'manual_review' } }))
    const answer = await turns.turn(key, id)
    expect(answer).toMatchObject({ status: 'paused', is_waiting_for_input: false, is_completed: false, ...QUIET })
    expect(answer.events.at(-1)).toMatchObject({ type: 'pause_event', ...node('check') })
    expect(typesIn(answer)).not.toContain('workflow_ready_for_input')
  })

  it('of a loop without end is aborted, with a warning and without an error', async () => {
    const id = await deploy('loop', buildGraph('start > a > b > a', { a: message('a'), b: message('b') }))
    const answer = await turns.turn(key, id)
    expect(answer).toMatchObject({ status: 'aborted_looping_risk', is_completed: true, ...QUIET })
    expect(answer.events.filter(({ type }) => type === 'workflow_warning')).toMatchObject([
      { warning_message: expect.stringContaining('was taken more than 10 times') },
    ])
    expect(typesIn(answer).at(-1)).toBe('end_workflow')
  })

  it('tells of the branch taken as a conditional edge', async () => {
    const graph = buildGraph('start > old; old:yes > hi; old:else > bye', {
      old: { type: 'condition', config: { cases: [{ handle: 'yes', when: 'input.age >= 18' }] } },
      hi: message('hi'),
      bye: message('bye'),
    })
    const id = await deploy('branch', graph)
    const answer = await turns.turn(key, id, { dynamic_variables: { age: 20 } })
    expect(saidIn(answer)).toEqual(['hi'])
    expect(answer.events.filter(({ type }) => type === 'conditional_edge')).toMatchObject([
      { source_node_logical_id: 'old', destination_node_logical_id: 'hi', reason: 'yes' },
    ])
  })

  it('puts dynamic variables into the input and runtime variables over those of the workflow', async () => {
    const graph = buildGraph(
      'start > say',
      { say: message('{input.who} is {vars.mood}') },
      {
        variables: [
          { name: 'mood', type: 'string', default: 'unknown' },
          { name: 'pin', type: 'string', secret: true },
        ],
      },
    )
    const id = await deploy('variables', graph)
    const answer = await turns.turn(key, id, {
      dynamic_variables: { who: 'Ada' },
      runtime_variables: { mood: 'good', pin: '4711' },
    })
    expect(saidIn(answer)).toEqual(['Ada is good'])
    expect(answer.events.find(({ type }) => type === 'workflow_show_state')).toMatchObject({
      runtime_variables: { mood: 'good', pin: '***' },
    })
    expect(JSON.stringify(answer)).not.toContain('4711')
  })

  it('takes the words of the user from wherever clients put them', async () => {
    const id = await deploy('words', buildGraph('start > say', { say: message('[{input.user_message?}]') }))
    const inputs = (messages: unknown) => ({ thread_to_node_inputs: { '0': { node_run_inputs: [{ messages }] } } })
    const given = [
      spoken('a'),
      inputs(['b']),
      inputs([{ role: 'user', content: 'c' }]),
      inputs([
        { role: 'system', content: 'x' },
        { type: 'ai', content: 'y' },
        { type: 'human', content: 'd' },
      ]),
      inputs([{ type: 'human', content: [{ type: 'text', text: 'e' }, { type: 'image' }] }]),
      { dynamic_variables: { user_message: 'f' } },
      { thread_to_node_inputs: {} },
      { thread_to_node_inputs: { '0': {} } },
    ]
    const said = await Promise.all(given.map(async (input) => saidIn(await turns.turn(key, id, input))[0]))
    expect(said).toEqual(['[a]', '[b]', '[c]', '[d]', '[e]', '[f]', '[]', '[]'])
  })

  it('starts at the block asked for', async () => {
    expect(saidIn(await turns.turn(key, hi, { start_node_logical_id: 'bye' }))).toEqual(['bye'])
    const body = { run_input: { start_node_logical_id: 'nowhere' } }
    expect(await turns.post({ key, workflowId: hi, body })).toEqual({
      status: 400,
      body: { detail: 'The workflow has no block to start at' },
    })
  })

  it('takes the request of the reference, with fields it does not know', async () => {
    const { run_input } = reference
    const input = {
      ...run_input,
      workflow_id: hi,
      workflow_run_id: null,
      team_id: acme.id,
      start_node_logical_id: null,
    }
    const body = { run_input: { ...input, welcome_message: 'x', more: [1] }, run_id: null, also: true }
    expect(await turns.post({ key, workflowId: hi, body })).toMatchObject({ status: 200, body: { turn_number: 1 } })
    const { triggeredBy, trigger } = await runtime.db.prisma.execution.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect({ triggeredBy, trigger }).toMatchObject({ trigger: 'turns', triggeredBy: { name: 'Test key (<string>)' } })
  })

  it('runs the active version, the one of the query, or one of the body that is not 0; versions count from 0', async () => {
    const id = await deploy('versions', buildGraph('start > say', { say: message('zero') }))
    await deploy('versions', buildGraph('start > say', { say: message('one') }))
    await deploy('versions', buildGraph('start > say', { say: message('two') }))
    const said = async (query: string, version_number?: number | null) => {
      const answer = await turns.post({ key, workflowId: id, query, body: { run_input: { version_number } } })
      return answer.status === 200 ? JSON.stringify(answer.body).match(/"content":"(zero|one|two)"/)?.[1] : answer
    }
    expect(await Promise.all([said(''), said('', 0), said('', null), said('', 1)])).toEqual([
      'two',
      'two',
      'two',
      'one',
    ])
    expect(await Promise.all([said('?version=0', 1), said('?version=1'), said('?version=null', 1)])).toEqual([
      'zero',
      'one',
      'one',
    ])
    const unknown = { status: 404, body: { detail: 'The workflow has no version with this number' } }
    expect(await Promise.all([said('?version=3'), said('', 3)])).toEqual([unknown, unknown])
  })
})
