import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { executionResultSchema } from './contract.ts'
import { createV1, seen } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, world } = house
const v1 = createV1(house.runtime)
const key = await acme.apiKey()

/** Start, one block that says the given value, end. */
function saying(value: string) {
  return buildGraph('start > say > end', { say: { type: 'count', config: { value } } })
}

function ran(blockId: string, blockType: string, executionOrder: number, rest: object = {}) {
  return {
    blockId,
    blockName: blockId,
    blockType,
    status: 'success',
    success: true,
    executionOrder,
    startedAt: '<time>',
    endedAt: '<time>',
    durationMs: '<ms>',
    visit: 1,
    ...rest,
  }
}

function skipped(blockId: string, blockType: string, executionOrder: number) {
  return { blockId, blockName: blockId, blockType, status: 'skipped', success: false, executionOrder }
}

describe('an execution', () => {
  it('that completes answers 200 with every output, log and the final state', async () => {
    const graph = buildGraph(
      'start > note > say > end',
      {
        note: { type: 'set_variable', config: { assignments: { mood: 'good' } } },
        say: { type: 'count', config: { value: '{input.name} is {vars.mood}' } },
        end: { type: 'end', config: { output: { answer: '{say.value}' } } },
      },
      { variables: [{ name: 'mood', type: 'string', default: 'unknown' }] },
    )
    await acme.deploy('completes', graph)
    const answer = await v1.execute(key, { workflowId: 'wf_completes', options: { input: { name: 'Ada' } } })
    const output = {
      start: { name: 'Ada' },
      note: { mood: 'good' },
      say: { value: 'Ada is good', visit: 1 },
      end: { answer: 'Ada is good' },
    }
    expect(seen(answer)).toEqual({
      status: 200,
      body: {
        success: true,
        status: 'completed',
        executionId: '<execution 1>',
        output,
        logs: [
          ran('start', 'start', 1, { input: { fields: [] }, output: output.start }),
          ran('note', 'set_variable', 2, {
            input: { assignments: { mood: 'good' }, computed: {} },
            output: output.note,
          }),
          ran('say', 'count', 3, { input: { value: 'Ada is good' }, output: output.say }),
          ran('end', 'end', 4, { input: { output: { answer: 'Ada is good' }, terminate: false }, output: output.end }),
        ],
        finalState: {
          executionId: '<execution 1>',
          workflowId: 'wf_completes',
          version: 1,
          executedBlocks: ['start', 'note', 'say', 'end'],
          blockStates: Object.fromEntries(
            Object.entries(output).map(([id, said]) => [id, { output: said, executionTime: '<ms>' }]),
          ),
          decisions: { start: 'out', note: 'out', say: 'out', end: 'out' },
          variables: { mood: 'good' },
          activeEdges: ['start>note', 'note>say', 'say>end'],
        },
      },
    })
  })

  it('that fails answers 200 with the block named, its output, and no final state', async () => {
    const graph = buildGraph('start > bad > end', { bad: { type: 'fail', config: { output: { reason: 'torn' } } } })
    await acme.deploy('fails', graph)
    const failure = { reason: 'torn', error: { code: 'broken', message: 'It broke' } }
    expect(seen(await v1.execute(key, { workflowId: 'wf_fails' }))).toEqual({
      status: 200,
      body: {
        success: false,
        status: 'failed',
        executionId: '<execution 1>',
        output: { start: {}, bad: failure },
        error: 'bad: It broke',
        logs: [
          ran('start', 'start', 1, { input: { fields: [] }, output: {} }),
          ran('bad', 'fail', 2, {
            status: 'error',
            success: false,
            input: { times: 1000, output: { reason: 'torn' } },
            output: failure,
            error: 'It broke',
            errorHandled: false,
          }),
          skipped('end', 'end', 3),
        ],
      },
    })
  })

  it('that handles a failure completes, and says that the error was handled', async () => {
    const graph = buildGraph('start > bad > end; bad:error > say', {
      bad: { type: 'fail' },
      say: { type: 'count', config: { value: '{bad.error.message}' } },
    })
    await acme.deploy('handles', graph)
    const { status, body } = seen(await v1.execute(key, { workflowId: 'wf_handles' }))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      success: true,
      status: 'completed',
      output: { bad: { error: { code: 'broken', message: 'It broke' } }, say: { value: 'It broke' } },
      logs: [{}, { blockId: 'bad', success: false, status: 'error', errorHandled: true }, { blockId: 'say' }, {}],
    })
    expect(body).not.toHaveProperty('error')
  })

  it('that pauses answers 202 with what is asked for', async () => {
    const config = {
      reason: 'name_differs',
      fields: [{ name: 'note', label: 'Note', required: true }],
      expires_in_seconds: 3600,
    }
    await acme.deploy('pauses', buildGraph('start > look > end', { look: { type: 'manual_review', config } }))
    const fields = [{ name: 'note', label: 'Note', type: 'text', required: true }]
    const { status, body } = seen(await v1.execute(key, { workflowId: 'wf_pauses' }))
    expect(status).toBe(202)
    expect(body).toEqual({
      success: false,
      status: 'paused',
      executionId: '<execution 1>',
      output: { start: {} },
      pausePoints: [
        {
          blockId: 'look',
          reason: 'name_differs',
          requiredInput: ['note'],
          contextId: '<pause 1>',
          blockName: 'look',
          kind: 'review',
          pausedAt: '<time>',
          resumeStatus: 'paused',
          decisions: ['approved', 'rejected'],
          fields,
          expiresAt: '<time>',
        },
      ],
      logs: [
        ran('start', 'start', 1, { input: { fields: [] }, output: {} }),
        {
          blockId: 'look',
          blockName: 'look',
          blockType: 'manual_review',
          status: 'paused',
          success: false,
          executionOrder: 2,
          startedAt: '<time>',
          durationMs: '<ms>',
          visit: 1,
          input: {
            title: 'Manual review',
            instructions: '',
            decisions: [
              { name: 'approved', label: 'Approve' },
              { name: 'rejected', label: 'Reject' },
            ],
            context: {},
            assignees: { users: [], roles: [] },
            four_eyes: false,
            self_approval: true,
            required_approvals: 1,
            checklist: [],
            reasons: [],
            priority: 'normal',
            auto_assign: false,
            ...config,
          },
        },
      ],
    })
  })

  it('that goes round in circles fails, and says so', async () => {
    await acme.deploy('circles', buildGraph('start > a > b > a', { a: { type: 'count' }, b: { type: 'count' } }))
    const { status, body } = await v1.execute(key, { workflowId: 'wf_circles' })
    const error = 'The path from a to b was taken more than 10 times without input from outside'
    expect({ status, body }).toMatchObject({ status: 200, body: { success: false, status: 'failed', error } })
  })

  it('that takes longer than it may fails, and says so', async () => {
    const blocks = { wait: { type: 'slow', config: { gate: 'never' } } }
    await acme.deploy('late', buildGraph('start > wait', blocks, { settings: { deadlineSeconds: 1 } }))
    const { status, body } = await v1.execute(key, { workflowId: 'wf_late' })
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { success: false, status: 'failed', error: 'Execution timed out after 1s' },
    })
    expect(world.working).toBe(0)
  })

  it('tells of a fault of ours without its cause, and reports it to the operator', async () => {
    await acme.deploy('faults', buildGraph('start > odd', { odd: { type: 'fault' } }))
    const { status, body } = await v1.execute(key, { workflowId: 'wf_faults' })
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        status: 'failed',
        error: 'odd: The block failed unexpectedly',
        output: { odd: { error: { code: 'internal_error', message: 'The block failed unexpectedly' } } },
      },
    })
    expect(JSON.stringify(body)).not.toContain('hunter2')
    expect(house.faults).toEqual([new Error('password=hunter2')])
  })
})

/** The outcome and the value said, of an execution of a graph that ends after `say`. */
async function said(body: object, caller = key) {
  const answer = executionResultSchema.parse((await v1.execute(caller, body)).body)
  return { status: answer.status, value: answer.output.say?.value, version: answer.finalState?.version }
}

describe('the graph that runs', () => {
  it('is the version active in the environment of the key', async () => {
    await acme.deploy('versions', saying('one'))
    await acme.deploy('versions', saying('two'), ['DEVELOPMENT'])
    await acme.draft('versions', saying('three'))
    const development = await acme.apiKey({ environment: 'DEVELOPMENT' })
    expect(await said({ workflowId: 'wf_versions' })).toEqual({ status: 'completed', value: 'one', version: 1 })
    expect(await said({ workflowId: 'wf_versions', useDraftState: false })).toMatchObject({ value: 'one' })
    expect(await said({ workflowId: 'wf_versions' }, development)).toMatchObject({ value: 'two', version: 2 })
  })

  it('is the draft where it is asked for, the inline graph where one is given, in that order', async () => {
    await acme.deploy('choices', saying('deployed'))
    await acme.draft('choices', saying('draft'))
    const workflow = saying('inline')
    expect(await said({ workflowId: 'wf_choices', useDraftState: true })).toMatchObject({
      value: 'draft',
      version: null,
    })
    expect(await said({ workflowId: 'wf_choices', workflow })).toMatchObject({ value: 'inline', version: null })
    expect(await said({ workflowId: 'wf_choices', workflow, useDraftState: true })).toMatchObject({ value: 'inline' })
  })

  it('need not be deployed when it is the draft or inline', async () => {
    await acme.draft('undeployed', saying('draft'))
    expect(await said({ workflowId: 'wf_undeployed', useDraftState: true })).toMatchObject({ value: 'draft' })
    expect(await said({ workflowId: 'wf_undeployed', workflow: saying('inline') })).toMatchObject({ value: 'inline' })
  })

  it('may hold characters that the database refuses, which are kept as U+FFFD', async () => {
    const { body } = await v1.execute(key, { workflowId: 'wf_undeployed', workflow: saying('a\0b\ud800c') })
    const { executionId, output } = executionResultSchema.parse(body)
    expect(output.say?.value).toBe('a\0b\ud800c')
    expect((await v1.status(key, executionId)).body).toMatchObject({ output: { say: { value: 'a\ufffdb\ufffdc' } } })
  })
})

describe('the options', () => {
  it('override variables of the workflow and of the environment for this run alone', async () => {
    await acme.setVariable('PRODUCTION', 'REGION', 'north')
    const graph = buildGraph(
      'start > say',
      { say: { type: 'count', config: { value: '{vars.limit} {env.REGION}' } } },
      { variables: [{ name: 'limit', type: 'number', default: 5 }] },
    )
    await acme.deploy('overrides', graph)
    const options = { workflowVariables: { limit: 7, extra: true }, environmentVariables: { REGION: 12345 } }
    expect(await said({ workflowId: 'wf_overrides' })).toMatchObject({ value: '5 north' })
    expect(await said({ workflowId: 'wf_overrides', options })).toMatchObject({ value: '7 ***' })
    expect(await said({ workflowId: 'wf_overrides' })).toMatchObject({ value: '5 north' })
  })

  it('never expand what the caller sent', async () => {
    await acme.setVariable('PRODUCTION', 'TOKEN', 'never-shown', true)
    await acme.deploy(
      'literal',
      buildGraph('start > say', { say: { type: 'count', config: { value: '{input.text}' } } }),
    )
    for (const text of ['{env.TOKEN}', '{{env.TOKEN}}', '$' + '{env.TOKEN}', '<say.value>', '\\{env.TOKEN}']) {
      expect(await said({ workflowId: 'wf_literal', options: { input: { text } } })).toMatchObject({ value: text })
    }
  })

  it('limit how many blocks run at once: one in strict order, two never more than two', async () => {
    const slow = (gate: string) => ({ type: 'slow', config: { gate } })
    const blocks = { a: slow('a'), b: slow('b'), c: slow('c'), d: slow('d') }
    await acme.deploy('parallel', buildGraph('start > a; start > b; start > c; start > d', blocks))
    for (const [maxParallelNodes, most] of [
      [1, 1],
      [undefined, 2],
      [3, 3],
      [64, 4],
    ] as const) {
      world.close('a', 'b', 'c', 'd')
      world.mostWorking = 0
      const running = v1.execute(key, { workflowId: 'wf_parallel', options: { maxParallelNodes } })
      for (const gate of ['a', 'b', 'c', 'd']) {
        await world.entered(gate)
        world.open(gate)
      }
      const { body } = await running
      expect({ maxParallelNodes, most: world.mostWorking }).toEqual({ maxParallelNodes, most })
      const order = executionResultSchema.parse(body).logs.map(({ blockId }) => blockId)
      expect(order).toEqual(['start', 'a', 'b', 'c', 'd'])
    }
  })
})
