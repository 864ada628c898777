import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { decideReview } from '#lib/reviews/decide.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { createTurns, hexIdOf, plain, saidIn, spoken, typesIn } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, runtime, world } = house
const turns = createTurns(runtime)
const key = await acme.apiKey()

const deploy = async (slug: string, graph: Parameters<typeof acme.deploy>[1]) =>
  hexIdOf(runtime, await acme.deploy(slug, graph))
const message = (content: string) => ({ type: 'message', config: { content } })
const ask = (question: string, type = 'text', more: object = {}) => ({
  type: 'ask',
  config: { question, answer: { name: 'answer', label: 'Answer', type, required: true }, ...more },
})
const answering = (run_id: string, says: string) => ({ run_id, run_input: spoken(says) })

const greeting = await deploy(
  'greeting',
  buildGraph('start > name > bye', { name: ask('Name?'), bye: message('Bye {name.answer}') }),
)
const over = { status: 409, body: { detail: 'Workflow run is already completed' } }
const underway = { status: 409, body: { detail: 'A turn of this workflow run is already in progress' } }
const unknown = { status: 404, body: { detail: 'Workflow run not found' } }

describe('a conversation', () => {
  it('of ten turns asks again after an answer that does not fit, and tells each turn only its own events', async () => {
    const path = ['start', 'q1', 'q2', 'q3', 'q4', 'q5', 'q6', 'q7', 'q8', 'thanks'].join(' > ')
    const plainly = Object.fromEntries([1, 2, 4, 5, 6, 7, 8].map((number) => [`q${number}`, ask(`Q${number}?`)]))
    const id = await deploy(
      'ten_turns',
      buildGraph(path, {
        ...plainly,
        q3: ask('Age?', 'number', { retry_message: 'A number, please.' }),
        thanks: message('Thanks: {q1.answer} {q3.answer} after {q3.attempts}, {q8.answer}'),
      }),
    )
    const first = await turns.turn(key, id)
    const { run_id } = first
    const answers = ['a1', 'a2', 'old', '33', 'a4', 'a5', 'a6', 'a7', 'a8']
    const responses = [first]
    for (const says of answers) responses.push(await turns.turn(key, id, { run_id, says }))
    expect(responses.map((response) => [response.turn_number, response.run_id, saidIn(response)])).toEqual([
      [1, run_id, ['Q1?']],
      [2, run_id, ['Q2?']],
      [3, run_id, ['Age?']],
      [4, run_id, ['A number, please.']],
      [5, run_id, ['Q4?']],
      [6, run_id, ['Q5?']],
      [7, run_id, ['Q6?']],
      [8, run_id, ['Q7?']],
      [9, run_id, ['Q8?']],
      [10, run_id, ['Thanks: a1 33 after 2, a8']],
    ])
    expect(responses.map(({ status }) => status)).toEqual([...Array(9).fill('waiting_for_user_input'), 'completed'])
    const ids = responses.flatMap(({ events }) => events.map(({ logical_id }) => logical_id))
    expect(new Set(ids).size).toBe(ids.length)
    const starts = responses.flatMap(({ events }) => events.filter(({ type }) => type === 'start_node_run'))
    expect(starts.map((event) => event.origin_node_logical_id)).toEqual(path.split(' > '))
  })

  it('tells a turn that asks again as a whole', async () => {
    const id = await deploy('once_more', buildGraph('start > age', { age: ask('Age?', 'number', { attempts: 2 }) }))
    const { run_id } = await turns.turn(key, id)
    const node = { origin_node_logical_id: 'age', origin_node_name: 'age', origin_node_run_id: 'age:1' }
    const field = { name: 'answer', label: 'Answer', type: 'json', required: false }
    const hint = {
      type: 'busy_wait_for_user_message',
      ...node,
      message: 'Age?',
      required_input: [],
      fields: [field],
    }
    expect(plain(await turns.turn(key, id, { run_id, says: 'old' }))).toEqual({
      run_id: '<run>',
      status: 'waiting_for_user_input',
      turn_number: 2,
      events: [
        { type: 'start_thread' },
        { type: 'user_messages', messages: [{ type: 'human', content: 'old' }] },
        { type: 'assistant_response', ...node, content: 'Age?', response_metadata: {}, llm_usage_info: null },
        { type: 'pause_thread', last_node_logical_id: 'age' },
        { type: 'workflow_show_state', thread_id: '0', runtime_variables: {}, workflow_runtime_variables: {} },
        {
          type: 'end_workflow_iteration',
          iteration_number: 2,
          iteration_metrics: {
            e2e_latency_milliseconds: '<ms>',
            nodes_executed_count: 0,
            llm_call_count: 0,
            tool_call_count: 0,
          },
        },
        { type: 'workflow_ready_for_input', active_companion_thread_ids: [] },
        hint,
      ],
      is_waiting_for_input: true,
      is_completed: false,
      error: null,
      next_input_hint: hint,
      has_active_companions: false,
      has_background_work: false,
    })
    expect(await turns.turn(key, id, { run_id, says: 'older' })).toMatchObject({
      status: 'failed',
      turn_number: 3,
      error: 'age: None of 2 answers fitted',
    })
  })

  it('leaves by exhausted where that has an edge', async () => {
    const graph = buildGraph('start > age > fine; age:exhausted > person', {
      age: ask('Age?', 'number', { attempts: 1 }),
      fine: message('Fine'),
      person: message('A person will help you'),
    })
    const id = await deploy('exhausted', graph)
    const { run_id } = await turns.turn(key, id)
    expect(saidIn(await turns.turn(key, id, { run_id, says: 'old' }))).toEqual(['A person will help you'])
  })

  it('goes on when a client sends version 0 and start on every turn, and stays on its version', async () => {
    const id = await deploy('pinned', buildGraph('start > name > bye', { name: ask('Name?'), bye: message('Bye') }))
    const { run_id } = await turns.turn(key, id, { version_number: 0, command: 'start' })
    await deploy('pinned', buildGraph('start > name > bye', { name: ask('Name?'), bye: message('Farewell') }))
    const body = { run_id, run_input: { ...spoken('Ada'), command: 'start', version_number: 0 } }
    const { status, body: answer } = await turns.post({ key, workflowId: id, query: '?version=1', body })
    expect({ status, answer }).toMatchObject({ status: 200, answer: { run_id, turn_number: 2, status: 'completed' } })
    expect(JSON.stringify(answer)).toContain('"content":"Bye"')
  })

  it('takes workflow_run_id alone for the run', async () => {
    const { run_id } = await turns.turn(key, greeting)
    const answer = await turns.turn(key, greeting, { workflow_run_id: run_id, says: 'Ada' })
    expect({ ...answer, said: saidIn(answer) }).toMatchObject({ run_id, turn_number: 2, said: ['Bye Ada'] })
  })

  it('answers the node that is named where several wait', async () => {
    const graph = buildGraph('start > a > both; start > b > both', {
      a: ask('A?'),
      b: ask('B?'),
      both: message('{a.answer} {b.answer}'),
    })
    const id = await deploy('parallel', graph)
    const first = await turns.turn(key, id)
    expect(saidIn(first)).toEqual(['A?', 'B?'])
    const { run_id } = first
    const toB = { node_run_inputs: [{ type: 'llm', node_logical_id: 'b', messages: ['2'] }] }
    const second = await turns.turn(key, id, { run_id, thread_to_node_inputs: { '0': toB } })
    expect(second.next_input_hint).toMatchObject({ origin_node_logical_id: 'a' })
    const again = { run_id, run_input: { thread_to_node_inputs: { '0': toB } } }
    expect(await turns.post({ key, workflowId: id, body: again })).toEqual({
      status: 400,
      body: { detail: 'node_logical_id names no node that waits for input' },
    })
    expect(saidIn(await turns.turn(key, id, { run_id, says: '1' }))).toEqual(['1 2'])
  })

  it('fills inputs and forms that check for themselves, and refuses what does not fit without losing the turn', async () => {
    const graph = buildGraph('start > age > form > end', {
      age: { type: 'user_input', config: { input_type: 'number', title: 'Age?' } },
      form: {
        type: 'user_input',
        config: {
          input_type: 'form',
          title: 'Address',
          fields: [
            { name: 'city', label: 'City', required: true },
            { name: 'zip', label: 'Zip' },
          ],
        },
      },
    })
    const id = await deploy('inputs', graph)
    const { run_id } = await turns.turn(key, id)
    expect(await turns.post({ key, workflowId: id, body: answering(run_id, 'old') })).toEqual({
      status: 400,
      body: { detail: 'The submission is not complete: Invalid input: expected number, received string' },
    })
    expect(await turns.turn(key, id, { run_id, says: '33' })).toMatchObject({ turn_number: 2, is_completed: false })
    expect(await turns.post({ key, workflowId: id, body: answering(run_id, 'Berlin') })).toEqual({
      status: 400,
      body: { detail: 'The answer must be a JSON object with city, zip' },
    })
    const last = await turns.turn(key, id, { run_id, says: '{"city":"Berlin"}' })
    expect(last).toMatchObject({ turn_number: 3, status: 'completed' })
    const ends = last.events.filter(({ type }) => type === 'end_node_run')
    expect(ends[0]).toMatchObject({ run_output: { formData: { city: 'Berlin' }, submittedBy: 'Test key' } })
  })
})

describe('one turn at a time', () => {
  it('lets one of two turns through', async () => {
    const graph = buildGraph('start > name > work > bye', {
      name: ask('Name?'),
      work: { type: 'slow', config: { gate: 'turn' } },
      bye: message('Bye'),
    })
    const id = await deploy('at_once', graph)
    const { run_id } = await turns.turn(key, id)
    const first = turns.turn(key, id, { run_id, says: 'one' })
    await world.entered('turn')
    expect(await turns.post({ key, workflowId: id, body: answering(run_id, 'two') })).toEqual(underway)
    world.open('turn')
    expect(await first).toMatchObject({ turn_number: 2, status: 'completed' })
  })

  it('lets one of ten turns at once through', async () => {
    const id = await deploy('ten', buildGraph('start > a > b', { a: ask('A?'), b: ask('B?') }))
    const { run_id } = await turns.turn(key, id)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        turns.post({ key, workflowId: id, body: answering(run_id, `answer ${index}`) }),
      ),
    )
    const won = answers.filter(({ status }) => status === 200)
    // A straggler may come after the first turn was told, and is the next turn then.
    expect(won.map(({ body }) => Object(body).turn_number).toSorted()).toEqual([2, 3].slice(0, won.length))
    for (const { status, body } of answers) if (status !== 200) expect([underway.body, over.body]).toContainEqual(body)
  })
})

describe('a command', () => {
  it('pause parks the run until the next turn', async () => {
    const { run_id } = await turns.turn(key, greeting)
    const parked = await turns.turn(key, greeting, { run_id, command: 'pause', says: 'not now' })
    expect(parked).toMatchObject({
      status: 'paused',
      turn_number: 2,
      is_waiting_for_input: false,
      next_input_hint: null,
    })
    expect(typesIn(parked)).toEqual([
      'start_thread',
      'pause_thread',
      'workflow_show_state',
      'end_workflow_iteration',
      'pause_event',
    ])
    const resumed = await turns.turn(key, greeting, { run_id, command: 'resume' })
    expect(resumed).toMatchObject({ status: 'waiting_for_user_input', turn_number: 3 })
    expect(await turns.turn(key, greeting, { run_id, command: 'data', says: 'Ada' })).toMatchObject({
      status: 'completed',
      turn_number: 4,
    })
  })

  it('resume tells what has happened since, and words for nobody are refused', async () => {
    const graph = buildGraph('start > check > name', { check: { type: 'manual_review' }, name: ask('Name?') })
    const id = await deploy('reviewed', graph)
    const { run_id } = await turns.turn(key, id)
    expect(await turns.post({ key, workflowId: id, body: answering(run_id, 'Hello?') })).toEqual({
      status: 409,
      body: { detail: 'Workflow run is not waiting for input' },
    })
    const [pause] = await runtime.db.prisma.pause.findMany({ where: { execution: { runId: run_id } } })
    const reviewer = await acme.member('reviewer')
    const decision = { decision: 'approved', data: {} }
    expect(await decideReview(runtime, reviewer, pause?.id ?? '', decision)).toMatchObject({
      executionStatus: 'paused',
    })
    const answer = await turns.turn(key, id, { run_id, command: 'resume' })
    expect(answer).toMatchObject({ status: 'waiting_for_user_input', turn_number: 2 })
    expect(saidIn(answer)).toEqual(['Name?'])
    expect(answer.events.filter(({ type }) => type === 'end_node_run')).toMatchObject([
      { origin_node_logical_id: 'check', run_output: { decision: 'approved' } },
    ])
  })

  it('stop cancels a run that waits, and leaves one that has ended as it is', async () => {
    const { run_id } = await turns.turn(key, greeting)
    const stopped = await turns.turn(key, greeting, { run_id, command: 'stop' })
    expect(stopped).toMatchObject({ status: 'cancelled', turn_number: 2, is_completed: true, error: null })
    expect(typesIn(stopped).at(-1)).toBe('end_workflow')
    expect(await turns.turn(key, greeting, { run_id, command: 'stop' })).toEqual({ ...stopped, events: [] })
    expect(await turns.post({ key, workflowId: greeting, body: answering(run_id, 'Ada') })).toEqual(over)
  })

  it('stop cancels a run at work', async () => {
    const graph = buildGraph('start > name > work', {
      name: ask('Name?'),
      work: { type: 'slow', config: { gate: 'x' } },
    })
    const id = await deploy('at_work', graph)
    const { run_id } = await turns.turn(key, id)
    const working = turns.turn(key, id, { run_id, says: 'Ada' })
    await world.entered('x')
    expect(await turns.turn(key, id, { run_id, command: 'stop' })).toMatchObject({
      status: 'cancelled',
      turn_number: 3,
    })
    expect(await working).toMatchObject({ status: 'cancelled', turn_number: 2 })
  })
})

describe('a run', () => {
  it('that has ended takes no turn', async () => {
    const { run_id } = await turns.turn(key, greeting)
    await turns.turn(key, greeting, { run_id, says: 'Ada' })
    for (const command of ['start', 'data', 'resume', 'pause']) {
      const body = { run_id, run_input: { command } }
      expect(await turns.post({ key, workflowId: greeting, body })).toEqual(over)
    }
  })

  it('is unknown to others: organizations, environments, workflows, and under other names', async () => {
    const { run_id } = await turns.turn(key, greeting)
    const other = await deploy('other', buildGraph('start > name', { name: ask('Name?') }))
    const strange = await globex.apiKey()
    const development = await acme.apiKey({ environment: 'DEVELOPMENT' })
    const { publicId } = await runtime.db.prisma.execution.findUniqueOrThrow({ where: { runId: run_id } })
    const tried = await Promise.all([
      turns.post({ key: strange, workflowId: greeting, body: answering(run_id, 'Ada') }),
      turns.post({ key: development, workflowId: greeting, body: answering(run_id, 'Ada') }),
      turns.post({ key, workflowId: other, body: answering(run_id, 'Ada') }),
      turns.post({ key, workflowId: greeting, body: answering('0'.repeat(24), 'Ada') }),
      turns.post({ key, workflowId: greeting, body: answering(publicId, 'Ada') }),
      turns.post({ key, workflowId: greeting, body: answering('a\0b', 'Ada') }),
      turns.post({ key: strange, workflowId: greeting, body: { run_id, run_input: { command: 'stop' } } }),
    ])
    expect(tried).toEqual(tried.map(() => unknown))
    expect(await turns.turn(key, greeting, { run_id, says: 'Ada' })).toMatchObject({ turn_number: 2 })
  })

  it('goes on in another process', async () => {
    const second = createTurns(house.secondProcess())
    const { run_id } = await turns.turn(key, greeting)
    const answer = await second.turn(key, greeting, { run_id, says: 'Ada' })
    expect({ ...answer, said: saidIn(answer) }).toMatchObject({
      turn_number: 2,
      status: 'completed',
      said: ['Bye Ada'],
    })
  })

  it('counts its answers on in another process', async () => {
    const id = await deploy('counted', buildGraph('start > age', { age: ask('Age?', 'number', { attempts: 3 }) }))
    const second = createTurns(house.secondProcess())
    const { run_id } = await turns.turn(key, id)
    expect(await turns.turn(key, id, { run_id, says: 'old' })).toMatchObject({ is_waiting_for_input: true })
    expect(await second.turn(key, id, { run_id, says: 'older' })).toMatchObject({ is_waiting_for_input: true })
    const error = 'age: None of 3 answers fitted'
    expect(await turns.turn(key, id, { run_id, says: 'oldest' })).toMatchObject({ turn_number: 4, error })
  })

  it('takes any text as an answer', async () => {
    const { run_id } = await turns.turn(key, greeting, { run_by: 'a\0b\ud800' })
    const answer = await turns.turn(key, greeting, { run_id, says: 'a\0b\ud800{env.X}{name.answer}' })
    expect(answer).toMatchObject({ status: 'completed', turn_number: 2 })
    expect(saidIn(answer)).toEqual([expect.stringMatching(/^Bye a.*b.*\{env\.X\}\{name\.answer\}$/su)])
  })

  it('tells with the next turn what a turn that died could not', async () => {
    const id = await deploy('died', buildGraph('start > a > b > c', { a: ask('A?'), b: ask('B?'), c: message('C') }))
    const { run_id } = await turns.turn(key, id)
    await turns.turn(key, id, { run_id, says: 'one' })
    const { id: executionId } = await runtime.db.prisma.execution.findUniqueOrThrow({ where: { runId: run_id } })
    const where = { executionId_number: { executionId, number: 2 } }
    await runtime.db.prisma.turn.update({ where, data: { untilFact: null } })
    expect(await turns.post({ key, workflowId: id, body: answering(run_id, 'two') })).toEqual(underway)
    const long = new Date(Date.now() - 60_000)
    await runtime.db.prisma.turn.update({ where, data: { at: long } })
    await runtime.db.prisma.execution.update({ where: { id: executionId }, data: { updatedAt: long } })
    const answer = await turns.turn(key, id, { run_id, says: 'two' })
    expect(answer).toMatchObject({ turn_number: 3, status: 'completed' })
    expect(saidIn(answer)).toEqual(['B?', 'C'])
  })
})
