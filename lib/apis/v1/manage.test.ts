import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Graph, hashGraph } from '#lib/engine/graph.ts'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { executionResultSchema } from './contract.ts'
import { call, createV1, refusal, seen } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, runtime } = house
const { routes, execute, resume } = createV1(runtime)
const key = await acme.apiKey()
const theirs = await globex.apiKey()
const development = await acme.apiKey({ environment: 'DEVELOPMENT' })
const reader = await acme.apiKey({ scopes: ['workflows:read'] })
const writer = await acme.apiKey({ scopes: ['workflows:write'] })

const params = (workflowId: string) => ({ params: { workflowId } })
const create = (body: unknown, caller = key) => call(routes.workflows.POST, { key: caller, body })
const get = (id: string, caller = key) => call(routes.workflow.GET, { method: 'GET', key: caller, ...params(id) })
const patch = (id: string, body: unknown, caller = key) =>
  call(routes.workflow.PATCH, { method: 'PATCH', key: caller, body, ...params(id) })
const remove = (id: string, caller = key) =>
  call(routes.workflow.DELETE, { method: 'DELETE', key: caller, ...params(id) })
const put = (id: string, body: unknown, caller = key, headers = {}) =>
  call(routes.state.PUT, { method: 'PUT', key: caller, body, headers, ...params(id) })
const deploy = (id: string, body: unknown, caller = key) =>
  call(routes.deploy.POST, { key: caller, body, ...params(id) })

const SMALL = buildGraph('start > done', { done: { type: 'end' } })
const LARGER = buildGraph('start > check > done', { check: { type: 'manual_review' }, done: { type: 'end' } })
const NOT_FOUND = refusal(404, 'workflow_not_found', 'There is no workflow with this id')
const lacks = (permission: string) => refusal(403, 'forbidden', `This needs the permission ${permission}`)

/** An answer with generated values named. */
function told(answer: Parameters<typeof seen>[0]) {
  const body: unknown = JSON.parse(JSON.stringify(answer.body).replaceAll(acme.id, 'ACME'))
  return seen(Object.assign(answer, { body }))
}

function detail(id: string, facts: object) {
  return {
    id,
    organizationId: 'ACME',
    environment: 'production',
    name: id.slice(3),
    description: '',
    version: 1,
    lastSynced: null,
    createdAt: '<time>',
    updatedAt: '<time>',
    isDeployed: false,
    deployedAt: null,
    deployedVersion: null,
    deployedHash: null,
    archived: false,
    ...facts,
  }
}

describe('POST /v1/workflows', () => {
  it('makes a workflow with the state it is given', async () => {
    const answer = await create({ name: 'made', description: 'By a program', state: SMALL })
    expect(told(answer)).toEqual({
      status: 201,
      body: detail('wf_made', { description: 'By a program', hash: await hashGraph(SMALL), state: SMALL }),
    })
  })

  it('refuses a state that is none, naming every fault, and an id that is taken', async () => {
    const state = { blocks: [{ id: 'No Id', type: 'start', name: '' }], edges: [] }
    expect(await create({ name: 'Broken', state })).toMatchObject({
      status: 422,
      body: {
        error: { code: 'invalid_workflow_graph', details: [{ path: 'blocks.0.id' }, { path: 'blocks.0.name' }] },
      },
    })
    const twice = { ...SMALL, blocks: [...SMALL.blocks, ...SMALL.blocks.slice(0, 1)] }
    expect(await create({ name: 'Twice', state: twice })).toMatchObject({
      status: 422,
      body: { error: { details: [{ code: 'duplicate_block_id' }] } },
    })
    await create({ name: 'First', slug: 'taken' })
    expect(await create({ name: 'Second', slug: 'taken' })).toEqual(
      refusal(400, 'validation_failed', 'This id is taken', [{ path: 'slug', message: 'This id is taken' }]),
    )
    expect((await create({ title: 'x' })).status).toBe(400)
  })

  it('needs the scope', async () => {
    expect(await create({ name: 'No' }, reader)).toEqual(lacks('workflows:write'))
  })
})

describe('GET /v1/workflows/{id}', () => {
  it('shows the definition to those who may read it, and where it stands in the environment of the key', async () => {
    await acme.deploy('shown', SMALL, ['PRODUCTION'])
    await acme.draft('shown', LARGER)
    const [hash, deployedHash] = [await hashGraph(LARGER), await hashGraph(SMALL)]
    const live = { isDeployed: true, deployedVersion: 1, deployedHash, deployedAt: '<time>', lastSynced: '<time>' }
    const answer = await get('wf_shown')
    expect(answer.headers.get('etag')).toBe('"2"')
    expect(told(answer)).toEqual({
      status: 200,
      body: detail('wf_shown', { version: 2, hash, ...live, state: LARGER }),
    })
    expect(told(await get('wf_shown', reader))).toEqual({
      status: 200,
      body: detail('wf_shown', { version: 2, hash, ...live }),
    })
    expect(told(await get('wf_shown', development))).toEqual({
      status: 200,
      body: detail('wf_shown', { environment: 'staging', version: 2, hash, state: LARGER }),
    })
  })

  it('finds nothing unknown or of others', async () => {
    await acme.draft('ours', SMALL)
    expect(await get('wf_nothing')).toEqual(NOT_FOUND)
    expect(await get('wf_ours', theirs)).toEqual(NOT_FOUND)
    expect(await patch('wf_ours', { name: 'Mine' }, theirs)).toEqual(NOT_FOUND)
    expect(await remove('wf_ours', theirs)).toEqual(NOT_FOUND)
    expect(await put('wf_ours', { state: SMALL }, theirs)).toEqual(NOT_FOUND)
    expect(await deploy('wf_ours', { note: 'x' }, theirs)).toEqual(NOT_FOUND)
  })

  it('shows no secret, and takes the state back as it was shown', async () => {
    const secret = 'hidden-secret-41c7'
    await acme.setVariable('DEVELOPMENT', 'HIDDEN', secret, true)
    const graph = buildGraph('start > say', {
      say: { type: 'count', config: { value: `Bearer ${secret}`, list: [secret] }, notes: `It is ${secret}` },
    })
    graph.variables.push({ name: 'pin', type: 'string', secret: true, default: 'pin-9371' })
    const id = await acme.draft('secretive', graph)
    const before = await runtime.tenant(acme.id).workflows.draft(id)
    const shown = await get('wf_secretive')
    const text = JSON.stringify(shown.body)
    expect({ secret: text.includes(secret), pin: text.includes('pin-9371') }).toEqual({ secret: false, pin: false })
    const { state } = z.object({ state: z.record(z.string(), z.json()) }).parse(shown.body)
    expect((await put('wf_secretive', { state })).status).toBe(200)
    const after = await runtime.tenant(acme.id).workflows.draft(id)
    expect(after?.graph).toEqual(before?.graph)
    expect(after?.hash).toBe(before?.hash)
  })
})

describe('PATCH and DELETE /v1/workflows/{id}', () => {
  it('rename, describe, archive and restore', async () => {
    await acme.deploy('patched', SMALL, ['PRODUCTION'])
    const hash = await hashGraph(SMALL)
    const live = {
      isDeployed: true,
      deployedVersion: 1,
      deployedHash: hash,
      deployedAt: '<time>',
      lastSynced: '<time>',
    }
    const facts = { name: 'Better name', description: 'What for', hash, ...live }
    expect(told(await patch('wf_patched', { name: 'Better name', description: 'What for' }))).toEqual({
      status: 200,
      body: detail('wf_patched', { ...facts, state: SMALL }),
    })
    expect(told(await remove('wf_patched'))).toEqual({
      status: 200,
      body: detail('wf_patched', { ...facts, archived: true }),
    })
    const archived = (what: string) =>
      refusal(404, 'workflow_archived', `The workflow is archived; restore it to ${what}`)
    expect(await execute(key, { workflowId: 'wf_patched' })).toEqual(archived('run it again'))
    expect(await put('wf_patched', { state: SMALL })).toEqual(archived('change it'))
    expect(await deploy('wf_patched', { note: 'x' })).toEqual(archived('change it'))
    expect((await patch('wf_patched', { archived: false })).body).toMatchObject({ archived: false })
    expect((await execute(key, { workflowId: 'wf_patched' })).status).toBe(200)
  })

  it('need something to change, and the scope', async () => {
    await acme.draft('kept', SMALL)
    expect((await patch('wf_kept', {})).status).toBe(400)
    expect((await patch('wf_kept', { archive: true })).status).toBe(400)
    expect(await patch('wf_kept', { name: 'x' }, reader)).toEqual(lacks('workflows:write'))
    expect(await remove('wf_kept', reader)).toEqual(lacks('workflows:write'))
  })
})

describe('PUT /v1/workflows/{id}/state', () => {
  it('replaces the draft, says its version, and what stands in the way of a deploy', async () => {
    await acme.draft('state', SMALL)
    const answer = await put('wf_state', { state: LARGER })
    expect(answer.headers.get('etag')).toBe('"2"')
    expect(answer).toEqual({
      status: 200,
      body: { id: 'wf_state', version: 2, hash: await hashGraph(LARGER), problems: [] },
    })
    const lost: Graph = { ...SMALL, blocks: [...SMALL.blocks, ...buildGraph('lost').blocks] }
    const { body } = await put('wf_state', { state: lost })
    expect(body).toMatchObject({
      version: 3,
      problems: expect.arrayContaining([
        {
          id: 'unreachable_block:lost',
          code: 'unreachable_block',
          severity: 'error',
          blockId: 'lost',
          message: 'No path leads from the start to lost',
        },
      ]),
    })
  })

  it('is refused with 409 on a version that has passed, in the body or as If-Match', async () => {
    await acme.draft('raced', SMALL)
    const conflict = refusal(409, 'draft_conflict', 'Somebody else has saved this draft in the meantime')
    expect((await put('wf_raced', { state: LARGER, version: 1 })).status).toBe(200)
    expect(await put('wf_raced', { state: SMALL, version: 1 })).toEqual(conflict)
    expect(await put('wf_raced', { state: SMALL }, key, { 'if-match': '"1"' })).toEqual(conflict)
    expect((await put('wf_raced', { state: SMALL }, key, { 'if-match': '"2"' })).body).toMatchObject({ version: 3 })
    expect((await put('wf_raced', { state: LARGER }, key, { 'if-match': '*' })).body).toMatchObject({ version: 4 })
    for (const match of ['4', 'W/"4"', '"5"']) {
      const answer = await put('wf_raced', { state: SMALL, version: 4 }, key, { 'if-match': match })
      expect(answer).toMatchObject({ status: 400, body: { error: { details: [{ path: 'If-Match' }] } } })
    }
  })

  it('of several at once lets one of each version through, and all that name none', async () => {
    await acme.draft('crowded', SMALL)
    const once = await Promise.all([1, 2, 3].map(() => put('wf_crowded', { state: LARGER, version: 1 })))
    expect(once.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
    const any = await Promise.all([1, 2, 3].map(() => put('wf_crowded', { state: SMALL })))
    expect(any.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it('is refused with 422 where it is no graph or hangs in the air, and needs the scope', async () => {
    await acme.draft('malformed', SMALL)
    expect(await put('wf_malformed', { state: { blocks: 1 } })).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid_workflow_graph', details: [{ path: 'blocks' }] } },
    })
    const hanging = { ...SMALL, edges: [{ id: 'e', source: 'start', target: 'nowhere' }] }
    expect(await put('wf_malformed', { state: hanging })).toEqual(
      refusal(422, 'invalid_workflow_graph', 'The workflow graph has 1 problem', [
        { path: 'e', message: 'An edge leads to nowhere, which does not exist', code: 'missing_target' },
      ]),
    )
    expect((await put('wf_malformed', { graph: SMALL })).status).toBe(400)
    expect(await put('wf_malformed', { state: SMALL }, reader)).toEqual(lacks('workflows:write'))
  })
})

describe('POST /v1/workflows/{id}/deploy', () => {
  it('activates the draft in the environment of the key; what was paused before ends on its version', async () => {
    await acme.deploy('deployed', LARGER, ['PRODUCTION'])
    const paused = executionResultSchema.parse((await execute(key, { workflowId: 'wf_deployed' })).body)
    await put('wf_deployed', { state: SMALL })
    const answer = await deploy('wf_deployed', { note: 'No more reviews', version: 2 })
    expect(answer).toEqual({
      status: 201,
      body: {
        id: 'wf_deployed',
        environment: 'production',
        deployedVersion: 2,
        hash: await hashGraph(SMALL),
        warnings: [],
      },
    })
    const decided = await resume(key, paused.executionId, { blockId: 'check', decision: 'approved' })
    expect(decided.body).toMatchObject({ status: 'completed', finalState: { version: 1 } })
    const fresh = await execute(key, { workflowId: 'wf_deployed' })
    expect(fresh.body).toMatchObject({ status: 'completed', finalState: { version: 2 } })
    expect((await get('wf_deployed', development)).body).toMatchObject({ isDeployed: false })
  })

  it('is refused with every problem, every finding, a passed version, or no note', async () => {
    const issuing = buildGraph('start > issue', {
      issue: { type: 'credential_issue', config: { subject_id: 'x', claims: { a: 1 } } },
    })
    await acme.draft('risky', issuing)
    const ids = ['credential_without_screening:issue', 'credential_without_document_check:issue']
    const refused = await deploy('wf_risky', { note: 'x', acknowledge: [ids[0]] })
    expect(refused).toMatchObject({
      status: 422,
      body: { error: { code: 'findings_not_acknowledged', details: [{ path: ids[1] }] } },
    })
    const answer = await deploy('wf_risky', { note: 'Meant', acknowledge: ids })
    expect(answer).toMatchObject({ status: 201, body: { warnings: ids.map((id) => ({ id, severity: 'policy' })) } })
    await acme.draft('lost', buildGraph('start > a; b'))
    expect(await deploy('wf_lost', { note: 'x' })).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid_workflow_graph' } },
    })
    expect((await deploy('wf_risky', { note: 'x', version: 7 })).status).toBe(409)
    expect((await deploy('wf_risky', { note: ' ' })).status).toBe(400)
    expect((await deploy('wf_risky', {})).status).toBe(400)
  })

  it('needs a scope of its own', async () => {
    await acme.draft('guarded', SMALL)
    expect(await deploy('wf_guarded', { note: 'x' }, writer)).toEqual(lacks('workflows:deploy'))
  })
})
