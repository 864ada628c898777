import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphSchema, hashGraph } from '#lib/engine/graph.ts'
import { type ConsoleBench, createConsoleBench, REVIEWED, refusal } from './testing.ts'
import { activateRoutes, deployRoutes } from './versions.ts'
import { draftRoutes, duplicateRoutes, templatesRoutes, workflowRoutes, workflowsRoutes } from './workflows.ts'

let bench: ConsoleBench
beforeAll(async () => {
  bench = await createConsoleBench()
}, 60_000)
afterAll(() => bench.close())

const runtime = () => bench.runtime
const { GET: list, POST: create } = workflowsRoutes(runtime)
const { GET: get, PATCH: change } = workflowRoutes(runtime)
const { POST: duplicate } = duplicateRoutes(runtime)
const { GET: gallery, POST: useTemplate } = templatesRoutes(runtime)
const { PUT: save } = draftRoutes(runtime)
const { POST: deploy } = deployRoutes(runtime)
const { POST: activate } = activateRoutes(runtime)

const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/)
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
const NOT_FOUND = { status: 404, body: refusal('workflow_not_found', 'There is no such workflow') }

const AUTHOR = () => ({ id: bench.members.author.actor.id, name: 'The author' })

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
            archived: false,
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
        archived: false,
        badge: { state: 'draft_ahead', version: 1 },
        latestVersion: 1,
        lastExecution: null,
        updatedAt: instant,
        environment: 'PRODUCTION',
        createdAt: instant,
        draft: { graph: CHANGED, hash: await hashGraph(CHANGED), revision: 2, updatedBy: AUTHOR(), updatedAt: instant },
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
      expect(await bench.call(deploy, { ...call, body: { environments, note: 'x' } })).toEqual(NOT_FOUND)
      expect(await bench.call(change, { ...call, body: { name: 'Mine' } })).toEqual(NOT_FOUND)
      expect(await bench.call(duplicate, { ...call, body: { name: 'Mine' } })).toEqual(NOT_FOUND)
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

describe('changing a workflow', () => {
  it('renames and describes it, on record', async () => {
    const { id: workflowId } = await bench.deploy('Old name')
    const body = { name: 'New name', description: 'What it is for' }
    expect(await bench.call(change, { as: 'author', params: { workflowId }, body })).toEqual({
      status: 204,
      body: null,
    })
    const { body: detail } = await bench.call(get, { as: 'author', params: { workflowId } })
    expect(detail).toMatchObject({ ...body, publicId: 'wf_old_name' })
    expect((await recorded(workflowId)).at(-1)).toEqual({
      action: 'workflow.changed',
      actor: { type: 'user', ...AUTHOR() },
      before: { archived: false },
      after: { archived: false, fields: ['name', 'description'] },
    })
  })

  it('archives it: out of the list, not to be run, with a clear answer, until it is restored', async () => {
    const { id: workflowId, publicId } = await bench.deploy('Archived')
    const call = { as: 'author', params: { workflowId } } as const
    expect((await bench.call(change, { ...call, body: { archived: true } })).status).toBe(204)
    const names = async (query: string) =>
      listBody(await bench.call(list, { as: 'viewer', query })).data.map(({ name }) => name)
    expect({ shown: await names('?q=Archived'), filtered: await names('?archived=true') }).toEqual({
      shown: [],
      filtered: ['Archived'],
    })
    await expect(bench.run(workflowId)).rejects.toMatchObject({
      code: 'workflow_archived',
      message: 'The workflow is archived; restore it to run it again',
    })
    expect(await bench.call(get, call)).toEqual(NOT_FOUND)
    const again = { name: 'Archived', slug: publicId.slice(3) }
    expect((await bench.call(create, { as: 'author', body: again })).status).toBe(400)
    expect((await bench.call(change, { ...call, body: { archived: false } })).status).toBe(204)
    await bench.run(workflowId)
    expect((await recorded(workflowId)).slice(-2).map(({ action }) => action)).toEqual([
      'workflow.archived',
      'workflow.restored',
    ])
  })

  it('needs something to change, and the right to', async () => {
    const { id: workflowId } = await bench.deploy('Unchanged')
    const call = { params: { workflowId }, body: { name: 'x' } }
    expect((await bench.call(change, { ...call, as: 'author', body: {} })).status).toBe(400)
    expect((await bench.call(change, { ...call, as: 'deployer' })).status).toBe(403)
  })
})

/** What the audit log says of a workflow, in order. */
async function recorded(workflowId: string) {
  const { rows } = await bench.runtime.db.pool.query<{
    action: string
    actor: object
    before: unknown
    after: unknown
  }>('SELECT action, actor, before, after FROM audit_record WHERE target_id = $1 ORDER BY id', [workflowId])
  return rows
}

describe('a copy', () => {
  it('begins with the draft of another workflow, under a name and ids of its own', async () => {
    const { id: workflowId } = await bench.deploy('Original')
    await bench.call(save, { as: 'author', params: { workflowId }, body: { graph: CHANGED, revision: 1 } })
    const made = await bench.call(duplicate, { as: 'author', params: { workflowId }, body: { name: 'The copy' } })
    expect(made).toMatchObject({ status: 201, body: { publicId: 'wf_the_copy' } })
    const { id = '' } = made.body as { id?: string }
    expect((await bench.call(get, { as: 'author', params: { workflowId: id } })).body).toMatchObject({
      name: 'The copy',
      badge: { state: 'not_deployed' },
      draft: { revision: 1, graph: CHANGED },
    })
  })
})

describe('a template', () => {
  it('is shown with its graph and made into a workflow with those that it runs', async () => {
    const { body } = await bench.call(gallery, { as: 'viewer' })
    const { data } = body as { data: { slug: string; name: string; graph: unknown; brings: string[] }[] }
    expect(data.length).toBeGreaterThanOrEqual(6)
    const kyb = data.find(({ slug }) => slug === 'kyb_owners')
    expect(kyb?.brings).toEqual(['Screen a person'])
    const made = await bench.call(useTemplate, { as: 'author', body: { template: 'kyb_owners' } })
    expect(made).toMatchObject({
      status: 201,
      body: { created: [{ publicId: 'wf_kyb_with_beneficial_owners' }, { publicId: 'wf_screen_person' }] },
    })
    const again = await bench.call(useTemplate, { as: 'author', body: { template: 'kyb_owners' } })
    expect(again).toMatchObject({
      status: 201,
      body: { created: [{ publicId: 'wf_kyb_with_beneficial_owners_2' }] },
    })
  })

  it('must be one', async () => {
    expect(await bench.call(useTemplate, { as: 'author', body: { template: 'nothing' } })).toEqual({
      status: 404,
      body: refusal('not_found', 'There is no such template'),
    })
    expect((await bench.call(useTemplate, { as: 'deployer', body: { template: 'kyb_owners' } })).status).toBe(403)
  })
})
