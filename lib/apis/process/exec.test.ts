import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { PERMISSIONS } from '#lib/auth/permissions.ts'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { anInstant, createProcess, refusal } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, runtime, world } = house
const api = createProcess(runtime)
const key = await acme.apiKey()
const development = await acme.apiKey({ environment: 'DEVELOPMENT' })
const { key: system } = await runtime.apiKeys.create({
  organizationId: null,
  environment: 'PRODUCTION',
  label: 'Platform',
  scopes: PERMISSIONS,
})

/** A graph that says this. */
function saying(value: string) {
  return buildGraph('start > say', { say: { type: 'count', config: { value } } })
}

const { id: plain } = await acme.deploy('plain', saying('hello'))
const started = (processId: string) => ({
  status: 200,
  body: {
    processInstanceId: expect.stringMatching(/^inst_[a-z2-7]{24}$/),
    processId,
    status: 'started',
    startTime: anInstant,
  },
})

/** What the instance's `say` node said in the end. */
async function said(processId: string, query = '', caller = key, data: object = {}) {
  const instance = await api.reaches(caller, await api.begin(caller, { processId, data }, query), 'COMPLETED')
  return { value: Reflect.get(Object(instance.data.say), 'value'), version: instance.processVersion }
}

describe('starting a process', () => {
  it('answers at once, while the process is still at work', async () => {
    const slow = buildGraph('start > wait', { wait: { type: 'slow', config: { gate: 'exec' } } })
    const { id: processId } = await acme.deploy('slow', slow)
    const instance = await api.begin(key, { processId })
    expect(await api.instance(key, instance)).toMatchObject({ status: 200, body: { stateCd: 0, status: 'RUNNING' } })
    world.open('exec')
    expect(await api.reaches(key, instance, 'COMPLETED')).toMatchObject({ stateCd: 1 })
  })

  it('needs no data and no key of its own; every call is another instance', async () => {
    const [first, second] = await Promise.all([
      api.exec(key, { processId: plain, correlationKey: 'same' }),
      api.exec(key, { processId: plain, correlationKey: 'same' }),
    ])
    expect(first).toEqual(started(plain))
    expect(second).toEqual(started(plain))
    expect(first.body).not.toMatchObject({ processInstanceId: Reflect.get(Object(second.body), 'processInstanceId') })
  })

  it('takes an id in capital letters', async () => {
    expect(await api.exec(key, { processId: plain.toUpperCase() })).toEqual(started(plain))
  })

  it('gives a workflow variable the value sent under its name', async () => {
    const variables = [{ name: 'tier', type: 'string' as const, default: 'basic' }]
    const says = { say: { type: 'count', config: { value: '{tier} {vars.tier}' } } }
    const { id } = await acme.deploy('tiers', buildGraph('start > say', says, { variables }))
    expect(await said(id, '', key, { tier: 'gold' })).toMatchObject({ value: 'gold gold' })
    expect(await said(id)).toMatchObject({ value: 'basic basic' })
  })

  it('reports a fault of the process on its instance, not to the caller', async () => {
    const { id: processId } = await acme.deploy('fails', buildGraph('start > bad', { bad: { type: 'fail' } }))
    const instance = await api.begin(key, { processId })
    expect(await api.reaches(key, instance, 'FAILED')).toMatchObject({ stateCd: 2, error: { nodeId: 'bad' } })
  })
})

describe('a start request', () => {
  const PATH = '/process/exec'
  const one = (field: string, message: string) => refusal(PATH, 422, `${field}: ${message}`, [{ field, message }])

  it.each([
    ['no processId', {}, one('processId', 'Required')],
    ['a blank processId', { processId: '' }, one('processId', 'Must be a UUID')],
    ['a processId that is none', { processId: 'your-flow-uuid' }, one('processId', 'Must be a UUID')],
    [
      'an empty correlationKey',
      { processId: plain, correlationKey: '' },
      one('correlationKey', 'Too small: expected string to have >=1 characters'),
    ],
    [
      'a correlationKey of 257 characters',
      { processId: plain, correlationKey: 'x'.repeat(257) },
      one('correlationKey', 'Too big: expected string to have <=256 characters'),
    ],
    [
      'a correlationKey with control characters',
      { processId: plain, correlationKey: 'a\0b' },
      one('correlationKey', 'No control characters'),
    ],
    [
      'several wrong fields',
      { correlationKey: 7 },
      refusal(PATH, 422, 'processId: Required (and 1 more)', [
        { field: 'processId', message: 'Required' },
        { field: 'correlationKey', message: 'Invalid input: expected string, received number' },
      ]),
    ],
    ['data that is a list', { processId: plain, data: [] }, refusal(PATH, 400, 'data: Must be an object')],
    ['data that is null', { processId: plain, data: null }, refusal(PATH, 400, 'data: Must be an object')],
    ['an unknown field', { processId: plain, input: {} }, refusal(PATH, 400, 'input: Unknown field')],
    ['an unknown field beside a wrong one', { inputs: {} }, refusal(PATH, 400, 'inputs: Unknown field')],
    ['no JSON', '{', refusal(PATH, 400, 'The request body is not valid JSON')],
    ['a list', [], refusal(PATH, 400, 'Invalid input: expected object, received array')],
    ['nothing', undefined, refusal(PATH, 400, 'The request body is empty; a JSON object is expected')],
  ])('with %s is refused', async (_name, body, expected) => {
    expect(await api.exec(key, body)).toEqual(expected)
  })

  it.each([
    ['?environment=STAGING', 'environment: Invalid option: expected one of "PRODUCTION"|"DEVELOPMENT"'],
    ['?environment=', 'environment: Invalid option: expected one of "PRODUCTION"|"DEVELOPMENT"'],
    ['?versionNumber=0', 'versionNumber: A whole number from 1'],
    ['?versionNumber=1.5', 'versionNumber: A whole number from 1'],
    ['?versionNumber=1234567890', 'versionNumber: A whole number from 1'],
    ['?version=1', 'version: Unknown field'],
  ])('to %s is refused', async (query, message) => {
    expect(await api.exec(key, { processId: plain }, query)).toEqual(refusal(PATH, 400, message))
  })

  it('whose data does not fit the process is refused field by field', async () => {
    const fields = [
      { name: 'amount', label: 'Amount', type: 'number', required: true },
      { name: 'note', label: 'Note', type: 'text', required: false },
    ]
    const { id: processId } = await acme.deploy('asks', buildGraph('start', { start: { config: { fields } } }))
    expect(await api.exec(key, { processId, data: { note: 5 } })).toEqual(
      refusal(PATH, 422, 'The input does not fit the workflow', [
        { field: 'data.amount', message: 'Amount is required' },
        { field: 'data.note', message: 'Invalid input: expected string, received number' },
      ]),
    )
    expect(await api.exec(key, { processId, data: { amount: 5 } })).toEqual(started(processId))
  })

  it('is refused for a process that is unknown or of others', async () => {
    const { id: theirs } = await globex.deploy('theirs', saying('theirs'))
    for (const processId of [randomUUID(), theirs]) {
      for (const query of ['', '?versionNumber=1']) {
        expect(await api.exec(key, { processId }, query)).toEqual(
          refusal(PATH, 404, 'There is no workflow with this id'),
        )
      }
    }
  })

  it('is refused without a key, with a wrong one, without the scope, and by other methods', async () => {
    const unknown = refusal(PATH, 401, 'A valid API key or token is needed')
    expect(await api.exec('', { processId: plain })).toEqual(unknown)
    expect(await api.exec('apk_nobody_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', {})).toEqual(unknown)
    const reader = await acme.apiKey({ scopes: ['workflows:read'] })
    expect(await api.exec(reader, { processId: plain })).toEqual(
      refusal(PATH, 403, 'This needs the permission workflows:execute'),
    )
  })

  it('beyond the limit of its key is told when to come back', async () => {
    const limited = await acme.apiKey({ ratePerMinute: 1 })
    expect(await api.exec(limited, { processId: plain })).toEqual(started(plain))
    const answer = await api.exec(limited, { processId: plain })
    const retryAfter = Number(answer.headers.get('retry-after'))
    expect(answer).toEqual({
      status: 429,
      body: { error: 'RATE_LIMIT_EXCEEDED', message: 'This key may make 1 calls per minute', retryAfter },
    })
    expect(retryAfter).toBeGreaterThan(0)
    expect(retryAfter).toBeLessThanOrEqual(60)
  })
})

describe('the version that runs', () => {
  it('is the active one, a numbered one, and none where nothing is deployed', async () => {
    const { id } = await acme.deploy('versions', saying('one'))
    await acme.deploy('versions', saying('two'))
    await acme.draft('versions', saying('draft'))
    expect(await said(id)).toEqual({ value: 'two', version: '2' })
    expect(await said(id, '?versionNumber=1')).toEqual({ value: 'one', version: '1' })
    expect(await api.exec(key, { processId: id }, '?versionNumber=3')).toEqual(
      refusal('/process/exec', 404, 'The workflow has no version with this number'),
    )
    const processId = await acme.draft('undeployed', saying('draft'))
    expect(await api.exec(key, { processId })).toEqual(
      refusal('/process/exec', 404, 'The workflow has no deployed version in this environment'),
    )
  })

  it('is each environment’s own; in DEVELOPMENT the draft where nothing is active', async () => {
    const inDevelopment = '?environment=DEVELOPMENT'
    const id = await acme.draft('stages', saying('draft'))
    expect(await said(id, inDevelopment, development)).toEqual({ value: 'draft', version: null })
    await acme.deploy('stages', saying('production'), ['PRODUCTION'])
    await acme.draft('stages', saying('newer draft'))
    expect(await said(id, '?environment=PRODUCTION')).toEqual({ value: 'production', version: '1' })
    expect(await said(id, inDevelopment, development)).toEqual({ value: 'newer draft', version: null })
    expect(await said(id, `${inDevelopment}&versionNumber=1`, development)).toEqual({
      value: 'production',
      version: '1',
    })
  })

  it('is not a draft that could not be deployed', async () => {
    const processId = await acme.draft('broken', buildGraph('start > nowhere', { nowhere: { type: 'no_such_block' } }))
    const answer = await api.exec(development, { processId }, '?environment=DEVELOPMENT')
    expect(answer).toMatchObject({
      status: 422,
      body: { status: 422, path: '/process/exec', errors: [{ field: expect.any(String) }] },
    })
  })

  it('is of no environment that is not the key’s', async () => {
    const refused = (own: string, asked: string) =>
      refusal('/process/exec', 403, `This key is for ${own} and cannot be used for ${asked}`)
    const body = { processId: plain }
    expect(await api.exec(key, body, '?environment=DEVELOPMENT')).toEqual(refused('PRODUCTION', 'DEVELOPMENT'))
    expect(await api.exec(development, body)).toEqual(refused('DEVELOPMENT', 'PRODUCTION'))
  })
})

describe('a system key', () => {
  it('starts processes of any organization on behalf of their owner', async () => {
    const theirs = await globex.apiKey()
    const { id: processId } = await globex.deploy('owned', saying('{name}'))
    const answer = await api.start(system, { processId, data: { name: 'Ada' } })
    expect(answer).toEqual(started(processId))
    const id = String(Reflect.get(Object(answer.body), 'processInstanceId'))
    expect((await api.reaches(theirs, id, 'COMPLETED')).data.say).toMatchObject({ value: 'Ada' })
    expect(await api.instance(key, id)).toMatchObject({ status: 404 })
    const stored = await runtime.executions.find(globex.id, { instanceId: id })
    expect(stored).toMatchObject({ trigger: 'process', triggeredBy: { type: 'key', name: 'Platform' } })
    const trail = await runtime.db.prisma.auditRecord.findMany({ where: { action: 'execution.started' } })
    expect(trail).toMatchObject([
      {
        organizationId: globex.id,
        environment: 'PRODUCTION',
        actor: { type: 'key', name: 'Platform' },
        targetId: id,
        after: { workflowId: processId },
        origin: { via: 'process' },
      },
    ])
    expect(await api.start(system, { processId: plain }, '?environment=DEVELOPMENT&versionNumber=1')).toEqual(
      started(plain),
    )
  })

  it('is told what is missing in the same words', async () => {
    expect(await api.start(system, { processId: randomUUID() })).toEqual(
      refusal('/process/start', 404, 'There is no workflow with this id'),
    )
    expect(await api.start(system, {})).toEqual(
      refusal('/process/start', 422, 'processId: Required', [{ field: 'processId', message: 'Required' }]),
    )
    const { key: powerless } = await runtime.apiKeys.create({
      organizationId: null,
      environment: 'PRODUCTION',
      label: 'Powerless',
      scopes: ['workflows:read'],
    })
    expect(await api.start(powerless, { processId: plain })).toEqual(
      refusal('/process/start', 403, 'This needs the permission workflows:execute'),
    )
  })

  it('is needed for /start, and may nothing else', async () => {
    expect(await api.start(key, { processId: plain })).toEqual(
      refusal('/process/start', 403, 'This address needs a system key; keys of an organization call /process/exec'),
    )
    const body = { processId: plain }
    const answers = await Promise.all([
      api.exec(system, body),
      api.task(system, body),
      api.event(system, body),
      api.cancel(system, body),
      api.list(system),
      api.instance(system, 'inst_x'),
    ])
    const paths = ['exec', 'task', 'event', 'cancel', 'list', 'instance/inst_x'].map((name) => `/process/${name}`)
    expect(answers).toEqual(paths.map((path) => refusal(path, 403, 'A system key may only call /process/start')))
  })
})
