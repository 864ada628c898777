import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { executionResultSchema } from './contract.ts'
import { call, createV1, refusal } from './testing.ts'

const house = await createTestRuntime({ capacity: 3 })
afterAll(() => house.close())
const { acme, globex, runtime } = house
const v1 = createV1(runtime)
const key = await acme.apiKey()
await acme.deploy('plain', buildGraph('start > say', { say: { type: 'count' } }))
await acme.deploy(
  'asks',
  buildGraph('start', {
    start: {
      config: {
        fields: [
          { name: 'name', label: 'Name', required: true },
          { name: 'age', label: 'Age', type: 'number' },
        ],
      },
    },
  }),
)
await acme.deploy('production_only', buildGraph('start'), ['PRODUCTION'])
await acme.draft('never_deployed', buildGraph('start'))
await globex.deploy('theirs', buildGraph('start'))

function detail(path: string, message: string, code: string) {
  return { path, message, code }
}

/** What a refusal of one field looks like. */
function wrong(path: string, message: string, code: string) {
  const missing = code === 'missing'
  return refusal(400, missing ? 'missing_required_field' : 'validation_failed', `${path}: ${message}`, [
    detail(path, message, code),
  ])
}

describe('a request', () => {
  const NOT_TEXT = 'Invalid input: expected string, received number'
  const NAME = 'Letters, digits, _ and -, at most 128'
  it.each([
    [{}, wrong('workflowId', 'Required', 'missing')],
    [{ workflowId: 7 }, wrong('workflowId', NOT_TEXT, 'invalid_type')],
    [{ workflowId: '' }, wrong('workflowId', 'Too small: expected string to have >=1 characters', 'too_small')],
    [
      { workflowId: 'x'.repeat(129) },
      wrong('workflowId', 'Too big: expected string to have <=128 characters', 'too_big'),
    ],
    [{ workflowId: 'a\0b' }, wrong('workflowId', 'No control characters', 'invalid_format')],
    [{ workflow: [] }, wrong('workflow', 'Must be an object', 'custom')],
    [{ workflow: 'wf' }, wrong('workflow', 'Must be an object', 'custom')],
    [
      { useDraftState: 'true' },
      wrong('useDraftState', 'Invalid input: expected boolean, received string', 'invalid_type'),
    ],
    [{ useDraftstate: true }, wrong('useDraftstate', 'Unknown field', 'unrecognized_key')],
    [{ options: [] }, wrong('options', 'Invalid input: expected object, received array', 'invalid_type')],
    [{ options: { input: 'x' } }, wrong('options.input', 'Must be an object', 'custom')],
    [{ options: { executionId: '' } }, wrong('options.executionId', NAME, 'invalid_format')],
    [{ options: { executionId: 'a b' } }, wrong('options.executionId', NAME, 'invalid_format')],
    [{ options: { executionId: 'x'.repeat(129) } }, wrong('options.executionId', NAME, 'invalid_format')],
    [
      { options: { environmentVariables: { 'A-B': 'x' } } },
      wrong('options.environmentVariables.A-B', 'Letters, digits and _, not starting with a digit', 'invalid_key'),
    ],
    [
      { options: { environmentVariables: { A: null } } },
      wrong('options.environmentVariables.A', 'Invalid input', 'invalid_union'),
    ],
    [{ options: { workflowVariables: 1 } }, wrong('options.workflowVariables', 'Must be an object', 'custom')],
    [
      { options: { maxParallelNodes: 0 } },
      wrong('options.maxParallelNodes', 'Too small: expected number to be >=1', 'too_small'),
    ],
    [
      { options: { maxParallelNodes: 65 } },
      wrong('options.maxParallelNodes', 'Too big: expected number to be <=64', 'too_big'),
    ],
    [
      { options: { maxParallelNodes: 1.5 } },
      wrong('options.maxParallelNodes', 'Invalid input: expected int, received number', 'invalid_type'),
    ],
    [
      { parentExecutionId: '' },
      wrong('parentExecutionId', 'Too small: expected string to have >=1 characters', 'too_small'),
    ],
    [{ callChain: 'wf_a' }, wrong('callChain', 'Invalid input: expected array, received string', 'invalid_type')],
    [{ callChain: [''] }, wrong('callChain.0', 'Too small: expected string to have >=1 characters', 'too_small')],
    [{ runFromBlock: { executionId: 'exec_1' } }, wrong('runFromBlock.startBlockId', 'Required', 'custom')],
    [{ runFromBlock: { blockId: 'say' } }, wrong('runFromBlock.executionId', 'Required', 'custom')],
    [
      { runFromBlock: { executionId: 'exec_1', startBlockId: 'say', sourceSnapshot: {} } },
      wrong('runFromBlock.sourceSnapshot', 'Unknown field', 'unrecognized_key'),
    ],
    [
      { runFromBlock: { executionId: 'exec_1', startBlockId: 'say', state: {} } },
      wrong('runFromBlock.state', 'Unknown field', 'unrecognized_key'),
    ],
  ])('that says %j is refused, naming the field', async (body, expected) => {
    expect(await v1.execute(key, Object.keys(body).length > 0 ? { workflowId: 'wf_plain', ...body } : body)).toEqual(
      expected,
    )
  })

  it('with several faults names them all', async () => {
    const answer = await v1.execute(key, { useDraftState: 1, extra: 1, options: { maxParallelNodes: 99 } })
    expect(answer).toEqual(
      refusal(400, 'validation_failed', 'workflowId: Required (and 3 more)', [
        detail('workflowId', 'Required', 'missing'),
        detail('useDraftState', 'Invalid input: expected boolean, received number', 'invalid_type'),
        detail('options.maxParallelNodes', 'Too big: expected number to be <=64', 'too_big'),
        detail('extra', 'Unknown field', 'unrecognized_key'),
      ]),
    )
  })

  it('may name unknown options, which are ignored', async () => {
    const { status } = await v1.execute(key, { workflowId: 'wf_plain', options: { triggerType: 'api' } })
    expect(status).toBe(200)
  })

  it('is taken at the limits of every field', async () => {
    const executionId = 'x'.repeat(128)
    const callChain = Array.from({ length: 25 }, (_, index) => `wf_${index}`)
    const { status, body } = await v1.execute(key, {
      workflowId: 'wf_plain',
      options: { executionId, maxParallelNodes: 64 },
      callChain,
      parentExecutionId: 'somebody-elses-execution',
    })
    expect(status).toBe(200)
    expect(executionResultSchema.parse(body).executionId).toBe(executionId)
    expect(await runtime.executions.find(acme.id, { publicId: executionId })).toMatchObject({
      callChain,
      parentExecutionId: 'somebody-elses-execution',
    })
  })

  it('that lacks input the workflow asks for is refused, naming every field', async () => {
    const answer = await v1.execute(key, { workflowId: 'wf_asks', options: { input: { age: 'old' } } })
    expect(answer).toEqual(
      refusal(400, 'validation_failed', 'The input does not fit the workflow', [
        { path: 'options.input.name', message: 'Name is required' },
        { path: 'options.input.age', message: 'Invalid input: expected number, received string' },
      ]),
    )
  })
})

describe('the refusals of execute', () => {
  const { execute } = v1.routes

  it('400 malformed_request: no JSON, or none at all', async () => {
    for (const [body, message] of [
      ['{', 'The request body is not valid JSON'],
      ['', 'The request body is empty; a JSON object is expected'],
      ['{"__proto__":{}}', 'The request body has a key named __proto__'],
    ] as const) {
      expect(await call(execute.POST, { key, body })).toEqual(refusal(400, 'malformed_request', message))
    }
  })

  it('401 unauthorized: no key, a wrong, suspended, revoked or expired one, or two of different organizations', async () => {
    const expected = refusal(401, 'unauthorized', 'A valid API key or token is needed')
    const suspended = await acme.apiKey()
    const revoked = await acme.apiKey()
    const keyId = (printed: string) => printed.split('_')[1] ?? ''
    await runtime.apiKeys.setStatus(acme.id, keyId(suspended), 'SUSPENDED')
    await runtime.apiKeys.setStatus(acme.id, keyId(revoked), 'REVOKED')
    const expired = await acme.apiKey({ expiresAt: new Date(Date.now() - 1000) })
    const attempts: Record<string, string>[] = [
      {},
      { 'x-api-key': `${key}x` },
      { 'x-api-key': suspended },
      { 'x-api-key': revoked },
      { 'x-api-key': expired },
      { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
      { authorization: `Basic ${key}` },
      { 'x-api-key': key, authorization: `Bearer ${await globex.apiKey()}` },
    ]
    for (const headers of attempts) {
      const answer = await call(execute.POST, { headers, body: { workflowId: 'wf_plain' } })
      expect(answer).toEqual(expected)
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  it('takes the key as X-Api-Key in any case, or as bearer', async () => {
    const ways: Record<string, string>[] = [{ 'X-API-KEY': key }, { Authorization: `Bearer ${key}` }]
    for (const headers of ways) {
      expect(await call(execute.POST, { headers, body: { workflowId: 'wf_plain' } })).toMatchObject({ status: 200 })
    }
  })

  it('400: an environment that contradicts the key', async () => {
    const answer = await call(execute.POST, { key, body: {}, headers: { 'x-environment': 'DEVELOPMENT' } })
    const message = 'X-Environment contradicts the environment of the key'
    expect(answer).toEqual(refusal(400, 'validation_failed', message))
  })

  it('403 forbidden: a key without the scope, or of no organization', async () => {
    const reader = await acme.apiKey({ scopes: ['workflows:read', 'workflows:executions:read'] })
    expect(await v1.execute(reader, { workflowId: 'wf_plain' })).toEqual(
      refusal(403, 'forbidden', 'This needs the permission workflows:execute'),
    )
    const { key: system } = await runtime.apiKeys.create({
      organizationId: null,
      environment: 'PRODUCTION',
      label: 'System',
      scopes: ['workflows:execute'],
    })
    expect(await v1.execute(system, { workflowId: 'wf_plain' })).toEqual(
      refusal(403, 'forbidden', 'A system key cannot call this API'),
    )
  })

  it('404 workflow_archived: put away; also with a graph inline', async () => {
    await acme.deploy('archived', buildGraph('start'))
    await runtime.db.prisma.workflow.updateMany({
      where: { publicId: 'wf_archived' },
      data: { archivedAt: new Date() },
    })
    const expected = refusal(404, 'workflow_archived', 'The workflow is archived; restore it to run it again')
    for (const graph of [{}, { workflow: buildGraph('start') }]) {
      expect(await v1.execute(key, { workflowId: 'wf_archived', ...graph })).toEqual(expected)
    }
  })

  it('404 workflow_not_found: unknown or of another organization; also with a graph inline', async () => {
    const expected = refusal(404, 'workflow_not_found', 'There is no workflow with this id')
    for (const workflowId of ['wf_unknown', 'wf_theirs']) {
      expect(await v1.execute(key, { workflowId })).toEqual(expected)
      expect(await v1.execute(key, { workflowId, workflow: buildGraph('start') })).toEqual(expected)
    }
  })

  it('404 workflow_not_deployed: never, or not in the environment of the key', async () => {
    const message = 'The workflow has no deployed version in this environment'
    const expected = refusal(404, 'workflow_not_deployed', message)
    const development = await acme.apiKey({ environment: 'DEVELOPMENT' })
    expect(await v1.execute(key, { workflowId: 'wf_never_deployed' })).toEqual(expected)
    expect(await v1.execute(development, { workflowId: 'wf_production_only' })).toEqual(expected)
  })

  it('405 with Allow: any other method', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'] as const) {
      const answer = await call(execute[method], { method, key })
      expect(answer).toEqual(refusal(405, 'method_not_allowed', 'This address takes POST'))
      expect(answer.headers.get('allow')).toBe('POST')
    }
  })

  it('413 payload_too_large: more than 10 MiB, said or not', async () => {
    const expected = refusal(413, 'payload_too_large', 'The request body is larger than 10 MiB')
    const body = JSON.stringify({ workflowId: 'wf_plain', options: { input: { text: 'x'.repeat(10 * 1024 * 1024) } } })
    expect(await call(execute.POST, { key, body })).toEqual(expected)
    expect(await call(execute.POST, { key, body: '{}', headers: { 'content-length': '10485761' } })).toEqual(expected)
  })

  it('415 unsupported_media_type: a content type that is not JSON; none at all is taken', async () => {
    const body = { workflowId: 'wf_plain' }
    const message = 'The request body must be JSON (application/json) in UTF-8'
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1']) {
      const answer = await call(execute.POST, { key, body, headers: { 'content-type': type } })
      expect(answer).toEqual(refusal(415, 'unsupported_media_type', message))
    }
    for (const type of ['', 'application/json', 'application/json; charset=UTF-8', 'application/vnd.api+json']) {
      expect(await call(execute.POST, { key, body, headers: { 'content-type': type } })).toMatchObject({ status: 200 })
    }
  })

  it('422 invalid_workflow_graph: an inline graph or a draft that could not be deployed, naming every problem', async () => {
    const workflow = { blocks: [{ id: 'a', type: 'nothing', name: 'A' }], edges: [] }
    await acme.draft('broken_draft', buildGraph('a', { a: { type: 'nothing' } }))
    const codes = ['no_start', 'unknown_block_type']
    for (const body of [
      { workflowId: 'wf_plain', workflow },
      { workflowId: 'wf_broken_draft', useDraftState: true },
    ]) {
      const { status, body: answer } = await v1.execute(key, body)
      expect(status).toBe(422)
      expect(answer).toMatchObject({
        error: { code: 'invalid_workflow_graph', details: codes.map((code) => ({ code })) },
      })
    }
    expect(await v1.execute(key, { workflowId: 'wf_plain', workflow: { blocks: 'none' } })).toEqual(
      refusal(422, 'invalid_workflow_graph', 'The workflow graph has 1 problem', [
        detail('blocks', 'Invalid input: expected array, received string', 'invalid_type'),
      ]),
    )
  })

  it('422 subworkflow_cycle and call_chain_too_deep', async () => {
    expect(await v1.execute(key, { workflowId: 'wf_plain', callChain: ['wf_a', 'wf_plain'] })).toEqual(
      refusal(422, 'subworkflow_cycle', 'The workflow wf_plain is already part of the call chain'),
    )
    const callChain = Array.from({ length: 26 }, (_, index) => `wf_${index}`)
    expect(await v1.execute(key, { workflowId: 'wf_plain', callChain })).toEqual(
      refusal(422, 'call_chain_too_deep', 'The call chain is longer than 25 workflows'),
    )
  })

  it('429 rate_limited with Retry-After: one call too many in the minute or the hour', async () => {
    for (const [limit, message, longest] of [
      [{ ratePerMinute: 2 }, 'This key may make 2 calls per minute', 60],
      [{ ratePerHour: 2 }, 'This key may make 2 calls per hour', 3600],
    ] as const) {
      const limited = await acme.apiKey(limit)
      for (const _ of [1, 2]) expect((await v1.execute(limited, { workflowId: 'wf_plain' })).status).toBe(200)
      const answer = await v1.execute(limited, { workflowId: 'wf_plain' })
      expect(answer).toEqual(refusal(429, 'rate_limited', message))
      const wait = Number(answer.headers.get('retry-after'))
      const untilNextWindow = longest - ((Date.now() / 1000) % longest)
      expect(Math.abs(wait - untilNextWindow)).toBeLessThan(3)
      expect((await v1.execute(key, { workflowId: 'wf_plain' })).status).toBe(200)
    }
  })

  it('500 internal_error: a fault of ours, without its cause', async () => {
    const broken = createV1({
      ...runtime,
      catalog: { ...runtime.catalog, find: () => Promise.reject(new Error('password=hunter2')) },
    })
    expect(await broken.execute(key, { workflowId: 'wf_plain' })).toEqual(
      refusal(500, 'internal_error', 'Something went wrong on our side'),
    )
  })

  it('503 service_unavailable with Retry-After: no room for another execution; the id is not used up', async () => {
    const blocks = { wait: { type: 'slow', config: { gate: 'room' } } }
    await acme.deploy('waits', buildGraph('start > wait', blocks))
    const running = [1, 2, 3].map(() => v1.execute(key, { workflowId: 'wf_waits' }))
    await expect.poll(() => house.world.working).toBe(3)
    const body = { workflowId: 'wf_plain', options: { executionId: 'no-room' } }
    const answer = await v1.execute(key, body)
    const message = 'Too many executions are underway; try again shortly'
    expect(answer).toEqual(refusal(503, 'service_unavailable', message))
    expect(answer.headers.get('retry-after')).toBe('1')
    house.world.open('room')
    for (const { status } of await Promise.all(running)) expect(status).toBe(200)
    expect((await v1.execute(key, body)).status).toBe(200)
  })
})

describe('the order of checks', () => {
  const { execute } = v1.routes
  const statusOf = async (caller: string | undefined, body: unknown) =>
    (await call(execute.POST, { ...(caller !== undefined && { key: caller }), body })).status

  it('is 401, 400, 403, 404, 422, 409', async () => {
    const powerless = await acme.apiKey({ scopes: [] })
    const taken = { executionId: 'taken' }
    const cycle = { callChain: ['wf_plain', 'wf_unknown'] }
    expect(await statusOf(key, { workflowId: 'wf_plain', options: taken })).toBe(200)
    expect(await statusOf(undefined, '{')).toBe(401)
    expect(await statusOf(powerless, '{')).toBe(400)
    expect(await statusOf(powerless, { options: { maxParallelNodes: 0 } })).toBe(400)
    expect(await statusOf(powerless, { workflowId: 'wf_unknown' })).toBe(403)
    expect(await statusOf(key, { workflowId: 'wf_unknown', options: taken, ...cycle })).toBe(404)
    expect(await statusOf(key, { workflowId: 'wf_plain', options: taken, ...cycle })).toBe(422)
    expect(await statusOf(key, { workflowId: 'wf_plain', options: taken })).toBe(409)
  })
})
