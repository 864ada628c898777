import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphSchema, hashGraph } from '#lib/engine/graph.ts'
import { type ConsoleBench, createConsoleBench, REVIEWED, refusal } from './testing.ts'
import { activateRoutes, deployRoutes, draftRoutes, workflowRoutes, workflowsRoutes } from './workflows.ts'

let bench: ConsoleBench
beforeAll(async () => {
  bench = await createConsoleBench()
}, 60_000)
afterAll(() => bench.close())

const runtime = () => bench.runtime
const { GET: list, POST: create } = workflowsRoutes(runtime)
const { GET: get } = workflowRoutes(runtime)
const { PUT: save } = draftRoutes(runtime)
const { POST: deploy } = deployRoutes(runtime)
const { POST: activate } = activateRoutes(runtime)

const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/)
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
const NOT_FOUND = { status: 404, body: refusal('workflow_not_found', 'There is no such workflow') }

/** The reviewed graph with one block more, so that it runs differently. */
const CHANGED = graphSchema.parse({
  ...REVIEWED,
  blocks: [...REVIEWED.blocks, { id: 'rejected', type: 'end', name: 'Turned down' }],
  edges: [...REVIEWED.edges, { id: 'e3', source: 'check', sourceHandle: 'rejected', target: 'rejected' }],
})

describe('the list of workflows', () => {
  it('shows what runs, what is ahead and what ran last', async () => {
    const live = await bench.deploy('Know your customer')
    const executionId = await bench.run(live.id, undefined, 'my-run')
    expect(await bench.call(list, { as: 'viewer', query: '?q=know+your' })).toEqual({
      status: 200,
      body: {
        data: [
          {
            id: live.id,
            publicId: 'wf_know_your_customer',
            hexId: live.hexId,
            name: 'Know your customer',
            description: '',
            badge: { state: 'live', version: 1 },
            latestVersion: 1,
            lastExecution: { id: executionId, publicId: 'my-run', status: 'paused', createdAt: instant },
            updatedAt: instant,
          },
        ],
        nextCursor: null,
      },
    })
    await bench.call(save, { as: 'author', params: { workflowId: live.id }, body: { graph: CHANGED, revision: 1 } })
    expect(await badgeOf('know_your')).toEqual({ state: 'draft_ahead', version: 1 })
    expect(await badgeOf('know_your', 'DEVELOPMENT')).toEqual({ state: 'not_deployed' })
  })

  it('takes text with wildcards as it is', async () => {
    expect(await bench.call(list, { as: 'viewer', query: '?q=%25' })).toEqual({
      status: 200,
      body: { data: [], nextCursor: null },
    })
  })

  it('comes in pages, newest first, without repeats and gaps', async () => {
    for (const name of ['Page A', 'Page B', 'Page C']) await bench.deploy(name)
    const names: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = `?q=Page&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`
      const { data, nextCursor } = listBody(await bench.call(list, { as: 'viewer', query }))
      names.push(...data.map((item) => item.name))
      cursor = nextCursor
    }
    expect(names).toEqual(['Page C', 'Page B', 'Page A'])
  })

  it('holds nothing of another organization', async () => {
    await bench.deploy('Ours')
    expect(await bench.call(list, { as: 'stranger' })).toEqual({ status: 200, body: { data: [], nextCursor: null } })
  })

  it.each([
    ['?limit=0', 'limit: Too small: expected number to be >=1'],
    ['?limit=101', 'limit: Too big: expected number to be <=100'],
    ['?cursor=x', 'cursor: Invalid UUID'],
    ['?environment=STAGING', 'environment: Invalid option: expected one of "PRODUCTION"|"DEVELOPMENT"'],
    ['?colour=red', 'colour: Unknown field'],
  ])('refuses %s', async (query, message) => {
    const { status, body } = await bench.call(list, { as: 'viewer', query })
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { code: 'validation_failed', message } } })
  })
})

async function badgeOf(q: string, environment = 'PRODUCTION') {
  const query = `?q=${q}&environment=${environment}`
  return listBody(await bench.call(list, { as: 'viewer', query })).data[0]?.badge
}

function listBody({ body }: { body: unknown }) {
  return body as { data: { name: string; badge: unknown }[]; nextCursor: string | null }
}

describe('a workflow', () => {
  it('is shown with its draft, its active graph and its versions', async () => {
    const made = await bench.deploy('Detailed')
    await bench.call(save, { as: 'author', params: { workflowId: made.id }, body: { graph: CHANGED, revision: 1 } })
    expect(await bench.call(get, { as: 'auditor', params: { workflowId: made.id } })).toEqual({
      status: 200,
      body: {
        id: made.id,
        publicId: 'wf_detailed',
        hexId: made.hexId,
        name: 'Detailed',
        description: '',
        badge: { state: 'draft_ahead', version: 1 },
        latestVersion: 1,
        lastExecution: null,
        updatedAt: instant,
        environment: 'PRODUCTION',
        createdAt: instant,
        draft: { graph: CHANGED, hash: await hashGraph(CHANGED), revision: 2, updatedAt: instant },
        active: { versionId: made.versionId, number: 1, graph: REVIEWED, activatedAt: instant },
        versions: [
          {
            id: made.versionId,
            number: 1,
            hash: await hashGraph(REVIEWED),
            note: 'First',
            createdBy: { id: bench.members.deployer.actor.id, name: 'The deployer' },
            createdAt: instant,
            activeIn: ['PRODUCTION'],
          },
        ],
      },
    })
  })

  it('of another organization, or with an id that is none, is not found by any call', async () => {
    const { id } = await bench.deploy('Hidden')
    const graph = REVIEWED
    const environments = ['PRODUCTION']
    for (const [as, workflowId] of [
      ['stranger', id],
      ['owner', 'wf_hidden'],
      ['owner', bench.runtime.processId],
    ] as const) {
      const call = { as, params: { workflowId } }
      expect(await bench.call(get, call)).toEqual(NOT_FOUND)
      expect(await bench.call(save, { ...call, body: { graph, revision: 1 } })).toEqual(NOT_FOUND)
      expect(await bench.call(deploy, { ...call, body: { environments } })).toEqual(NOT_FOUND)
      expect(await bench.call(activate, { ...call, body: { number: 1, environments } })).toEqual(NOT_FOUND)
    }
    expect((await bench.call(get, { as: 'owner', params: { workflowId: id } })).status).toBe(200)
  })
})

describe('a new workflow', () => {
  it('gets three ids and a draft that begins with a start', async () => {
    const { status, body } = await bench.call(create, { as: 'author', body: { name: 'Größe & Co.' } })
    expect({ status, body }).toEqual({
      status: 201,
      body: { id: uuid, publicId: 'wf_gro_e_co', hexId: expect.stringMatching(/^[0-9a-f]{24}$/) },
    })
    const { id: workflowId = '' } = body as { id?: string }
    const detail = await bench.call(get, { as: 'author', params: { workflowId } })
    expect(detail.body).toMatchObject({
      badge: { state: 'not_deployed' },
      draft: { revision: 1, graph: { blocks: [{ id: 'start', type: 'start', name: 'Start' }] } },
      active: null,
      versions: [],
    })
  })

  it.each([
    ['Twice', ['wf_twice', 'wf_twice_2', 'wf_twice_3']],
    ['Execute', ['wf_execute_2', 'wf_execute_3']],
    ['身元確認', ['wf_workflow', 'wf_workflow_2']],
  ])('named %s gets a free id that is not reserved', async (name, publicIds) => {
    for (const publicId of publicIds) {
      expect(await bench.call(create, { as: 'author', body: { name } })).toMatchObject({
        status: 201,
        body: { publicId },
      })
    }
  })

  it('may choose its id, unless that is taken, reserved or malformed', async () => {
    const make = (slug: string) => bench.call(create, { as: 'author', body: { name: 'Chosen', slug } })
    expect(await make('my-flow')).toMatchObject({ status: 201, body: { publicId: 'wf_my-flow' } })
    const refused = (message: string) => ({
      status: 400,
      body: refusal('validation_failed', message, [{ path: 'slug', message }]),
    })
    expect(await make('my-flow')).toEqual(refused('This id is taken'))
    expect(await make('status')).toEqual(refused('This id is reserved'))
    expect(await make('My Flow')).toEqual(refused('Lower-case letters, digits, hyphens and underscores, at most 64'))
  })

  it('holds no text that cannot be stored', async () => {
    for (const name of ['a\0b', 'a\ud800b']) {
      expect(await bench.call(create, { as: 'author', body: { name } })).toMatchObject({
        status: 400,
        body: { error: { code: 'validation_failed', message: 'Holds characters that cannot be stored' } },
      })
    }
  })

  it('needs a name', async () => {
    expect(await bench.call(create, { as: 'author', body: {} })).toEqual({
      status: 400,
      body: refusal('missing_required_field', 'name: Required', [
        { path: 'name', message: 'Required', code: 'missing' },
      ]),
    })
  })
})

describe('a draft', () => {
  it('is saved on the revision it was made on, once', async () => {
    const { id: workflowId } = await bench.deploy('Drafted')
    const call = { as: 'author', params: { workflowId }, body: { graph: CHANGED, revision: 1 } } as const
    const answers = await Promise.all([bench.call(save, call), bench.call(save, call)])
    expect(answers.toSorted((a, b) => a.status - b.status)).toEqual([
      { status: 200, body: { revision: 2, hash: await hashGraph(CHANGED) } },
      { status: 409, body: refusal('draft_conflict', 'Somebody else has saved this draft in the meantime') },
    ])
  })

  it('may be unfinished, but must be a graph', async () => {
    const { id: workflowId } = await bench.deploy('Unfinished')
    const body = { graph: { blocks: [{ id: 'lost', type: 'no_such_block', name: 'Lost' }] }, revision: 1 }
    expect((await bench.call(save, { as: 'author', params: { workflowId }, body })).status).toBe(200)
    const wrong = { graph: { blocks: [{ id: 'No Id', type: 'start', name: '' }] }, revision: 2 }
    expect(await bench.call(save, { as: 'author', params: { workflowId }, body: wrong })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'graph.blocks.0.id' }, { path: 'graph.blocks.0.name' }] } },
    })
  })
})

describe('a deploy', () => {
  it('makes the next version and activates it where asked', async () => {
    const { id: workflowId } = await bench.deploy('Deployed')
    const call = { as: 'deployer', params: { workflowId } } as const
    await bench.call(save, { ...call, as: 'author', body: { graph: CHANGED, revision: 1 } })
    expect(
      await bench.call(deploy, { ...call, body: { environments: ['DEVELOPMENT'], note: 'Try', revision: 2 } }),
    ).toEqual({
      status: 201,
      body: { versionId: uuid, number: 2, warnings: [] },
    })
    expect(await activeIn(workflowId)).toEqual({ 2: ['DEVELOPMENT'], 1: ['PRODUCTION'] })
    const both = { number: 1, environments: ['PRODUCTION', 'DEVELOPMENT'] }
    expect(await bench.call(activate, { ...call, body: both })).toEqual({ status: 204, body: null })
    expect(await activeIn(workflowId)).toEqual({ 2: [], 1: ['PRODUCTION', 'DEVELOPMENT'] })
  })

  it('numbers versions without gaps when several come at once', async () => {
    const { id: workflowId } = await bench.deploy('Crowded')
    const call = { as: 'deployer', params: { workflowId }, body: { environments: ['PRODUCTION'] } } as const
    const answers = await Promise.all(Array.from({ length: 5 }, () => bench.call(deploy, call)))
    const numbers = answers.map(({ body }) => (body as { number: number }).number)
    expect(numbers.toSorted()).toEqual([2, 3, 4, 5, 6])
  })

  it('refuses a draft that is not the one the author saw', async () => {
    const { id: workflowId } = await bench.deploy('Seen')
    const body = { environments: ['PRODUCTION'], revision: 2 }
    expect(await bench.call(deploy, { as: 'deployer', params: { workflowId }, body })).toEqual({
      status: 409,
      body: refusal('draft_conflict', 'Somebody else has saved this draft in the meantime'),
    })
  })

  it('refuses a graph that cannot run, naming every problem, and leaves no version behind', async () => {
    const { id: workflowId } = await bench.deploy('Broken')
    const graph = { blocks: [{ id: 'lost', type: 'no_such_block', name: 'Lost' }] }
    await bench.call(save, { as: 'author', params: { workflowId }, body: { graph, revision: 1 } })
    const call = { as: 'deployer', params: { workflowId }, body: { environments: ['PRODUCTION'] } } as const
    const { status, body } = await bench.call(deploy, call)
    expect({ status, body }).toMatchObject({ status: 422, body: { error: { code: 'invalid_workflow_graph' } } })
    const { details } = (body as { error: { details: { path: string; message: string; code: string }[] } }).error
    expect(details.every(({ message, code }) => message !== '' && code !== '')).toBe(true)
    expect(details.some(({ path }) => path.startsWith('lost'))).toBe(true)
    expect(await activeIn(workflowId)).toEqual({ 1: ['PRODUCTION'] })
  })

  it('cannot activate a version that does not exist, and wants an environment', async () => {
    const { id: workflowId } = await bench.deploy('Versionless')
    const call = { as: 'deployer', params: { workflowId } } as const
    expect(await bench.call(activate, { ...call, body: { number: 9, environments: ['PRODUCTION'] } })).toEqual({
      status: 404,
      body: refusal('version_not_found', 'There is no version 9'),
    })
    expect((await bench.call(activate, { ...call, body: { number: 1, environments: [] } })).status).toBe(400)
  })
})

async function activeIn(workflowId: string): Promise<Record<number, string[]>> {
  const { body } = await bench.call(get, { as: 'auditor', params: { workflowId } })
  const { versions } = body as { versions: { number: number; activeIn: string[] }[] }
  return Object.fromEntries(versions.map((version) => [version.number, version.activeIn]))
}
