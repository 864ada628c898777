import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExecutionDetail } from '#lib/contracts/executions.ts'
import { graphSchema } from '#lib/engine/graph.ts'
import { exportRoutes, failuresRoutes, startersRoutes, viewRoutes, viewsRoutes } from './execution-lists.ts'
import { executionRoutes, executionsRoutes, runAgainRoutes } from './executions.ts'
import { type ConsoleBench, createConsoleBench, type Person, REVIEWED, refusal } from './testing.ts'

const FAILING = graphSchema.parse({
  blocks: [
    { id: 'start', type: 'start', name: 'Start' },
    {
      id: 'compute',
      type: 'transform',
      name: 'Compute',
      config: { expression: '$error("No rate for " & n)', data: { n: '{input.n}' } },
    },
  ],
  edges: [{ id: 'e1', source: 'start', target: 'compute' }],
})

let bench: ConsoleBench
let reviewed: string
let failing: string
beforeAll(async () => {
  bench = await createConsoleBench()
  reviewed = (await bench.deploy('Reviewed')).id
  failing = (await bench.deploy('=Failing', FAILING)).id
}, 60_000)
afterAll(() => bench.close())

const runtime = () => bench.runtime
const { GET: list } = executionsRoutes(runtime)
const { GET: get } = executionRoutes(runtime)
const { POST: runAgain } = runAgainRoutes(runtime)
const { GET: take } = exportRoutes(runtime)
const { GET: failures } = failuresRoutes(runtime)
const { GET: starters } = startersRoutes(runtime)
const { GET: views, POST: save } = viewsRoutes(runtime)
const { DELETE: remove } = viewRoutes(runtime)

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)

async function detail(executionId: string, as: Person = 'author') {
  return (await bench.call(get, { as, params: { executionId } })).body as ExecutionDetail
}
async function again(executionId: string, body: object, as: Person = 'author') {
  const answer = await bench.call(runAgain, { as, params: { executionId }, body })
  const { executionId: id = '' } = answer.body as { executionId?: string }
  return { ...answer, id }
}
async function audited(action: string) {
  const query = 'SELECT target_id, after FROM audit_record WHERE action = $1 ORDER BY at DESC LIMIT 1'
  return (await bench.runtime.db.pool.query(query, [action])).rows[0]
}
async function rested(id: string) {
  await expect.poll(async () => (await detail(id)).status, { timeout: 10_000 }).toMatch(/paused|completed|failed/)
  return detail(id)
}

describe('running an execution again', () => {
  it('replays it with its version and input, and is on record', async () => {
    const source = await bench.run(reviewed, { subject_id: 'user-1', name: 'Jane Doe' })
    const { status, id } = await again(source, {})
    expect(status).toBe(201)
    expect(await rested(id)).toMatchObject({
      status: 'paused',
      subjectId: 'user-1',
      versionNumber: 1,
      replayOf: { id: source },
      source: null,
      trigger: 'console',
      triggeredBy: { name: 'The author' },
    })
    const { rows } = await bench.runtime.db.pool.query('SELECT input FROM execution WHERE id = $1', [id])
    expect(rows).toEqual([{ input: { subject_id: 'user-1', name: 'Jane Doe' } }])
    expect(await audited('execution.replayed')).toEqual({
      target_id: source,
      after: { executionId: id, fromBlock: null, version: 'same', inputEdited: false },
    })
  })

  it('takes an edited input, and fills in what was left concealed', async () => {
    const source = await bench.run(reviewed, { subject_id: 'user-1', name: 'Jane Doe', country: 'DE' })
    const { id } = await again(source, { input: { subject_id: 'user-2', name: '•••••', country: 'FR' } })
    const { rows } = await bench.runtime.db.pool.query('SELECT input FROM execution WHERE id = $1', [id])
    expect(rows).toEqual([{ input: { subject_id: 'user-2', name: 'Jane Doe', country: 'FR' } }])
  })

  it('goes on from a block and keeps what was before', async () => {
    const source = await bench.run(failing, { n: '1' })
    const { id } = await again(source, { fromBlock: 'compute' })
    const { status, source: from, blockRuns } = await rested(id)
    expect({ status, from: from?.id }).toEqual({ status: 'failed', from: source })
    expect(blockRuns.map((run) => [run.blockId, run.kept])).toEqual([
      ['start', true],
      ['compute', false],
    ])
    expect(await audited('execution.rerun')).toMatchObject({ target_id: source })
  })

  it('takes another version where it is asked for', async () => {
    const other = await bench.deploy('Grown')
    const source = await bench.run(other.id)
    expect((await again(source, { version: 2 })).body).toEqual(
      refusal('version_not_found', 'The workflow has no version with this number'),
    )
    const { id } = await again(source, { version: 'active' })
    expect((await rested(id)).versionNumber).toBe(1)
  })

  it.each([
    ['a block that is not there', { fromBlock: 'nowhere' }, 422, 'run_from_block_unknown_block'],
    ['a block that cannot be reached yet', { fromBlock: 'done' }, 422, 'upstream_not_executed'],
    ['a field it does not know', { from: 'check' }, 400, 'validation_failed'],
  ])('refuses %s', async (_, body, status, code) => {
    const source = await bench.run(reviewed)
    expect(await again(source, body)).toMatchObject({ status, body: { error: { code } } })
  })

  it('of a draft is for those who may edit it', async () => {
    const source = await bench.run(reviewed)
    const { prisma } = bench.runtime.db
    const snapshot = await prisma.snapshot.create({ data: { id: bench.runtime.processId, graph: { ...REVIEWED } } })
    const data = { draft: true, versionId: null, versionNumber: null, snapshotId: snapshot.id }
    await prisma.execution.update({ where: { id: source }, data })
    expect(await again(source, {}, 'deployer')).toMatchObject({ status: 403 })
    const { id } = await again(source, {}, 'author')
    expect(await rested(id)).toMatchObject({ draft: true, replayOf: { id: source } })
  })

  it('is not for another organization', async () => {
    const source = await bench.run(reviewed)
    expect(await again(source, {}, 'stranger')).toMatchObject({
      status: 404,
      body: refusal('execution_not_found', 'There is no such execution'),
    })
  })
})

describe('the export', () => {
  it('holds what the list finds with the same filter, and is on record', async () => {
    const first = await bench.run(failing, { subject_id: '+49 1', n: '1' }, '=cmd()')
    await bench.run(failing, { subject_id: 'b', n: '2' }, 'exec-b')
    const query = `?workflowId=${failing}&status=failed&q=${encodeURIComponent('+49 1')}`
    const response = await bench.ask(take, { as: 'auditor', query })
    const { data } = (await bench.call(list, { as: 'viewer', query })).body as {
      data: { id: string; createdAt: string }[]
    }
    expect(data.map(({ id }) => id)).toEqual([first])
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const [head, line, ...rest] = (await response.text()).split('\r\n')
    expect(head).toBe(
      'execution_id,workflow_id,workflow,environment,version,status,trigger,started_by,subject,correlation_key,error,started_at,ended_at,duration_ms',
    )
    expect(line).toContain("'=cmd(),wf_failing,'=Failing,PRODUCTION,1,failed,console,The author,'+49 1,,")
    expect(line).toContain(data[0]?.createdAt)
    expect(rest).toEqual([''])
    expect(await audited('executions.exported')).toEqual({
      target_id: 'PRODUCTION',
      after: { filteredBy: ['status', 'workflowId', 'q'] },
    })
  })

  it('goes on over many pages', async () => {
    const many = await bench.deploy('Many', FAILING)
    const source = await bench.run(many.id, { n: '1' })
    await bench.runtime.db.pool.query(
      `INSERT INTO execution SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'public_id', 'copy-' || n,
         'instance_id', 'copy-' || n, 'run_id', 'copy-' || n))).* FROM execution e, generate_series(1, 1200) n WHERE e.id = $1`,
      [source],
    )
    const response = await bench.ask(take, { as: 'owner', query: `?workflowId=${many.id}` })
    const ids = (await response.text())
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[0])
    expect(ids).toHaveLength(1_201)
    expect(new Set(ids).size).toBe(1_201)
  })
})

describe('the failures', () => {
  it('are grouped by what they have in common', async () => {
    const other = await bench.deploy('Failing elsewhere', FAILING)
    const first = await bench.run(other.id, { n: '17' })
    const second = await bench.run(other.id, { n: '18' })
    await bench.runtime.search.flush()
    const query = `?workflowId=${other.id}`
    const { body } = await bench.call(failures, { as: 'viewer', query })
    const { data } = body as { data: { fingerprint: string }[] }
    expect(body).toEqual({
      data: [
        {
          fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
          workflow: { id: other.id, publicId: 'wf_failing_elsewhere', name: 'Failing elsewhere' },
          blockId: 'compute',
          blockType: 'transform',
          code: expect.any(String),
          shape: expect.stringContaining('No rate for <number>'),
          count: 2,
          firstAt: instant,
          lastAt: instant,
          lastExecutionId: second,
        },
      ],
      truncated: false,
    })
    const found = await bench.call(list, { as: 'viewer', query: `?fingerprint=${data[0]?.fingerprint}` })
    expect((found.body as { data: { id: string }[] }).data.map(({ id }) => id)).toEqual([second, first])
    for (const [as, more] of [
      ['stranger', ''],
      ['viewer', '&from=2100-01-01T00:00:00Z'],
      ['viewer', '&environment=DEVELOPMENT'],
    ] as const) {
      const answer = await bench.call(failures, { as, query: query + more })
      expect(answer.body).toEqual({ data: [], truncated: false })
    }
  })
})

describe('who can be named in a filter', () => {
  it('are the API keys of the environment, without anything secret', async () => {
    const { organizationId } = bench.members.owner
    const key = { organizationId, environment: 'PRODUCTION' as const, label: 'Bank', scopes: [] }
    const { key: printed } = await bench.runtime.apiKeys.create(key)
    const { body } = await bench.call(starters, { as: 'viewer' })
    expect(body).toEqual({ data: [{ id: printed.split('_')[1], label: 'Bank' }] })
    expect((await bench.call(starters, { as: 'stranger' })).body).toEqual({ data: [] })
  })
})

describe('saved views', () => {
  it('are kept by name, replaced under the same name, and shared only where said', async () => {
    const own = { own: true, ownerName: 'The viewer', id: expect.any(String) }
    await bench.call(save, { as: 'viewer', body: { name: 'Failed', query: 'status=failed' } })
    const { body } = await bench.call(save, {
      as: 'viewer',
      body: { name: 'Late', query: 'status=paused', shared: true },
    })
    expect(body).toEqual({
      data: [
        { ...own, name: 'Failed', query: 'status=failed', shared: false },
        { ...own, name: 'Late', query: 'status=paused', shared: true },
      ],
    })
    await bench.call(save, { as: 'viewer', body: { name: 'Failed', query: 'status=failed,cancelled' } })
    await bench.call(save, { as: 'owner', body: { name: 'Mine', query: 'q=1' } })
    expect((await bench.call(views, { as: 'owner' })).body).toMatchObject({
      data: [
        { name: 'Mine', own: true },
        { name: 'Late', own: false, ownerName: 'The viewer' },
      ],
    })
    expect((await bench.call(views, { as: 'stranger' })).body).toEqual({ data: [] })
  })

  it('are forgotten by their owner only', async () => {
    const { body } = await bench.call(save, { as: 'author', body: { name: 'Shared', query: '', shared: true } })
    const viewId =
      (body as { data: { id: string; name: string }[] }).data.find(({ name }) => name === 'Shared')?.id ?? ''
    const gone = { status: 404, body: refusal('not_found', 'You have no such view') }
    const call = { params: { viewId }, headers: {} }
    expect(await bench.call(remove, { as: 'owner', ...call })).toEqual(gone)
    expect(await bench.call(remove, { as: 'author', ...call })).toMatchObject({ status: 200 })
    expect(await bench.call(remove, { as: 'author', ...call })).toEqual(gone)
    expect(await bench.call(remove, { as: 'author', params: { viewId: 'none' } })).toEqual(gone)
  })
})
