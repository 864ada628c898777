import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { draftHistorySchema } from '#lib/contracts/workflows.ts'
import { type Graph, graphSchema, hashGraph } from '#lib/engine/graph.ts'
import { decideReview } from '#lib/reviews/decide.ts'
import { type ConsoleBench, createConsoleBench, REVIEWED, refusal } from './testing.ts'
import { activateRoutes, deployRoutes, draftHistoryRoutes, keptDraftRoutes, versionRoutes } from './versions.ts'
import { draftRoutes, workflowRoutes } from './workflows.ts'

let bench: ConsoleBench
beforeAll(async () => {
  bench = await createConsoleBench()
}, 60_000)
afterAll(() => bench.close())

const runtime = () => bench.runtime
const { GET: get } = workflowRoutes(runtime)
const { PUT: save } = draftRoutes(runtime)
const { GET: preview, POST: deploy } = deployRoutes(runtime)
const { POST: activate } = activateRoutes(runtime)
const { GET: version } = versionRoutes(runtime)
const { GET: history, POST: keep } = draftHistoryRoutes(runtime)
const { GET: kept } = keptDraftRoutes(runtime)

const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/)
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
const NOTE = 'Because the bank asks for it'
const PRODUCTION = ['PRODUCTION']

/** The reviewed graph with one block more, so that it runs differently. */
const CHANGED = graphSchema.parse({
  ...REVIEWED,
  blocks: [...REVIEWED.blocks, { id: 'rejected', type: 'end', name: 'Turned down' }],
  edges: [...REVIEWED.edges, { id: 'e3', source: 'check', sourceHandle: 'rejected', target: 'rejected' }],
})

/** A credential for whoever asks. */
const UNSCREENED = graphSchema.parse({
  blocks: [
    { id: 'start', type: 'start', name: 'Start' },
    {
      id: 'issue',
      type: 'credential_issue',
      name: 'Issue',
      config: { credential_type: 'user', subject_id: 'x', claims: { a: 1 } },
    },
  ],
  edges: [{ id: 'e1', source: 'start', target: 'issue' }],
})
const FINDINGS = ['credential_without_screening:issue', 'credential_without_document_check:issue']

async function saveGraph(workflowId: string, graph: Graph, revision = 1) {
  const answer = await bench.call(save, { as: 'author', params: { workflowId }, body: { graph, revision } })
  expect(answer.status).toBe(200)
}

async function activeIn(workflowId: string): Promise<Record<number, string[]>> {
  const { body } = await bench.call(get, { as: 'auditor', params: { workflowId } })
  const { versions } = body as { versions: { number: number; activeIn: string[] }[] }
  return Object.fromEntries(versions.map((one) => [one.number, one.activeIn]))
}

/** What the audit log says of a workflow, in order, without who did it. */
async function recorded(workflowId: string) {
  const { rows } = await bench.runtime.db.pool.query(
    'SELECT action, environment, before, after FROM audit_record WHERE target_id = $1 ORDER BY at, environment DESC',
    [workflowId],
  )
  return rows
}

describe('a deploy', () => {
  it('makes the next version and activates it where asked, on record', async () => {
    const { id: workflowId } = await bench.deploy('Deployed')
    const call = { as: 'deployer', params: { workflowId } } as const
    await saveGraph(workflowId, CHANGED)
    const hash = await hashGraph(CHANGED)
    const body = { environments: ['DEVELOPMENT', 'PRODUCTION'], note: NOTE, revision: 2 }
    expect(await bench.call(deploy, { ...call, body })).toEqual({
      status: 201,
      body: { versionId: uuid, number: 2, hash, warnings: [] },
    })
    expect(await activeIn(workflowId)).toEqual({ 2: ['PRODUCTION', 'DEVELOPMENT'], 1: [] })
    const after = { version: 2, hash, acknowledged: [] }
    expect((await recorded(workflowId)).slice(-2)).toEqual([
      { action: 'workflow.deployed', environment: 'PRODUCTION', before: { version: 1 }, after },
      { action: 'workflow.deployed', environment: 'DEVELOPMENT', before: { version: null }, after },
    ])
  })

  it('numbers versions without gaps when several come at once', async () => {
    const { id: workflowId } = await bench.deploy('Crowded')
    const call = { as: 'deployer', params: { workflowId }, body: { environments: PRODUCTION, note: NOTE } } as const
    const answers = await Promise.all(Array.from({ length: 5 }, () => bench.call(deploy, call)))
    const numbers = answers.map(({ body }) => (body as { number: number }).number)
    expect(numbers.toSorted()).toEqual([2, 3, 4, 5, 6])
  })

  it('refuses a draft that is not the one the author saw', async () => {
    const { id: workflowId } = await bench.deploy('Seen')
    const body = { environments: PRODUCTION, note: NOTE, revision: 2 }
    expect(await bench.call(deploy, { as: 'deployer', params: { workflowId }, body })).toEqual({
      status: 409,
      body: refusal('draft_conflict', 'Somebody else has saved this draft in the meantime'),
    })
  })

  it('refuses a graph that cannot run, naming every problem, and leaves no version behind', async () => {
    const { id: workflowId } = await bench.deploy('Broken')
    await saveGraph(workflowId, graphSchema.parse({ blocks: [{ id: 'lost', type: 'no_such_block', name: 'Lost' }] }))
    const call = { as: 'deployer', params: { workflowId }, body: { environments: PRODUCTION, note: NOTE } } as const
    const { status, body } = await bench.call(deploy, call)
    expect({ status, body }).toMatchObject({ status: 422, body: { error: { code: 'invalid_workflow_graph' } } })
    const { details } = (body as { error: { details: { path: string; message: string; code: string }[] } }).error
    expect(details.every(({ message, code }) => message !== '' && code !== '')).toBe(true)
    expect(details.some(({ path }) => path.startsWith('lost'))).toBe(true)
    expect(await activeIn(workflowId)).toEqual({ 1: ['PRODUCTION'] })
  })

  it('refuses policy findings that nobody acknowledged, naming them', async () => {
    const { id: workflowId } = await bench.deploy('Unscreened')
    await saveGraph(workflowId, UNSCREENED)
    const call = { as: 'deployer', params: { workflowId } } as const
    const body = { environments: PRODUCTION, note: NOTE, acknowledged: [FINDINGS[0]] }
    expect(await bench.call(deploy, { ...call, body })).toEqual({
      status: 422,
      body: refusal('findings_not_acknowledged', 'Acknowledge every policy finding to deploy', [
        {
          path: FINDINGS[1],
          message: 'Issue can issue a credential without any document having been checked',
          code: 'credential_without_document_check',
        },
      ]),
    })
    expect(await activeIn(workflowId)).toEqual({ 1: ['PRODUCTION'] })
    const answer = await bench.call(deploy, { ...call, body: { ...body, acknowledged: FINDINGS } })
    expect(answer).toMatchObject({ status: 201, body: { number: 2 } })
    expect((await recorded(workflowId)).at(-1)).toMatchObject({ after: { version: 2, acknowledged: FINDINGS } })
  })

  it('needs a note, an environment and the right to deploy', async () => {
    const { id: workflowId } = await bench.deploy('Needy')
    const call = { as: 'deployer', params: { workflowId } } as const
    expect((await bench.call(deploy, { ...call, body: { environments: PRODUCTION } })).status).toBe(400)
    expect((await bench.call(deploy, { ...call, body: { environments: PRODUCTION, note: '  ' } })).status).toBe(400)
    expect((await bench.call(deploy, { ...call, body: { environments: [], note: NOTE } })).status).toBe(400)
    const body = { environments: PRODUCTION, note: NOTE }
    expect((await bench.call(deploy, { ...call, as: 'author', body })).status).toBe(403)
  })
})

describe('the preview of a deploy', () => {
  it('tells problems, what is live, what stays on older versions, and who calls', async () => {
    const child = await bench.deploy('Called')
    const callsChild = (config: object) =>
      graphSchema.parse({
        blocks: [
          { id: 'start', type: 'start', name: 'Start' },
          { id: 'sub', type: 'subworkflow', name: 'Run the other one', config },
        ],
        edges: [{ id: 'e', source: 'start', target: 'sub' }],
      })
    const parent = await bench.deploy('Calling', callsChild({ workflow_id: child.publicId }))
    await bench.deploy('Mentioning', callsChild({ workflow_id: 'wf_other', input: { about: child.publicId } }))
    await bench.run(child.id)
    await bench.run(child.id)
    await saveGraph(child.id, callsChild({ workflow_id: 'wf_not_there' }))
    const draft = callsChild({ workflow_id: 'wf_not_there' })
    const nowhere = { live: null, staying: [], callers: [], missing: ['wf_not_there'] }
    expect(await bench.call(preview, { as: 'auditor', params: { workflowId: child.id } })).toEqual({
      status: 200,
      body: {
        revision: 2,
        hash: await hashGraph(draft),
        graph: draft,
        problems: [],
        nextNumber: 2,
        environments: [
          {
            environment: 'PRODUCTION',
            missing: ['wf_not_there'],
            live: { versionId: child.versionId, number: 1, hash: await hashGraph(REVIEWED), graph: REVIEWED },
            staying: [{ number: 1, paused: 2, running: 0 }],
            callers: [{ id: parent.id, publicId: parent.publicId, name: 'Calling', blocks: ['Run the other one'] }],
          },
          { environment: 'DEVELOPMENT', ...nowhere },
        ],
      },
    })
  })

  it('was right: what was paused on the former version ends on it', async () => {
    const { id: workflowId } = await bench.deploy('Paused on one')
    const executionId = await bench.run(workflowId)
    await saveGraph(workflowId, CHANGED)
    const body = { environments: PRODUCTION, note: NOTE }
    await bench.call(deploy, { as: 'deployer', params: { workflowId }, body })
    const later = await bench.run(workflowId)
    const endings: [string, number, string][] = [
      // Turning down leads nowhere in the first version, and to an end in the second.
      [executionId, 1, 'failed'],
      [later, 2, 'completed'],
    ]
    for (const [id, versionNumber, status] of endings) {
      const pause = await bench.runtime.db.prisma.pause.findFirstOrThrow({ where: { executionId: id } })
      const decision = { decision: 'rejected', data: { note: 'No' } }
      await decideReview(bench.runtime, bench.members.reviewer, pause.id, decision)
      const ended = await bench.runtime.db.prisma.execution.findUniqueOrThrow({ where: { id } })
      expect([ended.versionNumber, ended.status]).toEqual([versionNumber, status])
    }
  })
})

describe('an older version', () => {
  it('is shown with its graph and can be made active again, on record', async () => {
    const { id: workflowId, versionId } = await bench.deploy('Rolled back')
    const call = { as: 'deployer', params: { workflowId } } as const
    await saveGraph(workflowId, CHANGED)
    await bench.call(deploy, { ...call, body: { environments: PRODUCTION, note: NOTE } })
    expect(await bench.call(version, { as: 'auditor', params: { workflowId, number: '1' } })).toEqual({
      status: 200,
      body: { id: versionId, number: 1, hash: await hashGraph(REVIEWED), graph: REVIEWED },
    })
    const body = { number: 1, environments: ['PRODUCTION', 'DEVELOPMENT'] }
    expect(await bench.call(activate, { ...call, body })).toEqual({ status: 204, body: null })
    expect(await activeIn(workflowId)).toEqual({ 2: [], 1: ['PRODUCTION', 'DEVELOPMENT'] })
    expect((await recorded(workflowId)).slice(-2)).toEqual([
      { action: 'version.activated', environment: 'PRODUCTION', before: { version: 2 }, after: { version: 1 } },
      { action: 'version.activated', environment: 'DEVELOPMENT', before: { version: null }, after: { version: 1 } },
    ])
  })

  it('must exist, and be made active somewhere by somebody who may', async () => {
    const { id: workflowId } = await bench.deploy('Versionless')
    const call = { as: 'deployer', params: { workflowId } } as const
    const missing = { status: 404, body: refusal('version_not_found', 'There is no version 9') }
    expect(await bench.call(activate, { ...call, body: { number: 9, environments: PRODUCTION } })).toEqual(missing)
    expect(await bench.call(version, { ...call, params: { workflowId, number: '9' } })).toEqual(missing)
    expect((await bench.call(version, { ...call, params: { workflowId, number: 'x' } })).status).toBe(400)
    expect((await bench.call(activate, { ...call, body: { number: 1, environments: [] } })).status).toBe(400)
    const asAuthor = { ...call, as: 'author' as const, body: { number: 1, environments: PRODUCTION } }
    expect((await bench.call(activate, asAuthor)).status).toBe(403)
  })
})

describe('a draft that something is loaded over', () => {
  const list = async (workflowId: string) =>
    draftHistorySchema.parse((await bench.call(history, { as: 'author', params: { workflowId } })).body).data

  it('is kept as it was, and can be read again', async () => {
    const { id: workflowId } = await bench.deploy('Loaded over')
    const call = { as: 'author', params: { workflowId } } as const
    expect(await bench.call(keep, { ...call, body: { reason: 'version_loaded' } })).toEqual({ status: 204, body: null })
    await saveGraph(workflowId, CHANGED)
    const author = { id: bench.members.author.actor.id, name: 'The author' }
    const draft = {
      id: uuid,
      hash: await hashGraph(REVIEWED),
      revision: 1,
      savedBy: author,
      savedAt: instant,
      reason: 'version_loaded',
      keptBy: author,
      keptAt: instant,
    }
    const [first] = await list(workflowId)
    expect(first).toEqual(draft)
    const params = { workflowId, keptId: first?.id ?? '' }
    expect(await bench.call(kept, { as: 'author', params })).toEqual({
      status: 200,
      body: { ...draft, graph: REVIEWED },
    })
  })

  it('is let go when twenty later ones are kept', async () => {
    const { id: workflowId } = await bench.deploy('Kept often')
    const call = { as: 'author', params: { workflowId } } as const
    for (let time = 0; time < 21; time++) {
      await bench.call(keep, { ...call, body: { reason: time === 0 ? 'merged' : 'discarded' } })
    }
    const reasons = (await list(workflowId)).map(({ reason }) => reason)
    expect(reasons).toEqual(Array.from({ length: 20 }, () => 'discarded'))
  })

  it('is nobody else’s', async () => {
    const { id: workflowId } = await bench.deploy('Kept ours')
    await bench.call(keep, { as: 'author', params: { workflowId }, body: { reason: 'merged' } })
    const [{ id: keptId } = { id: '' }] = await list(workflowId)
    const unknown = { status: 404, body: refusal('workflow_not_found', 'There is no such workflow') }
    expect(await bench.call(kept, { as: 'stranger', params: { workflowId, keptId } })).toEqual(unknown)
    expect(await bench.call(history, { as: 'stranger', params: { workflowId } })).toEqual(unknown)
    const other = await bench.deploy('Kept theirs')
    expect((await bench.call(kept, { as: 'author', params: { workflowId: other.id, keptId } })).status).toBe(404)
    const call = { as: 'deployer', params: { workflowId }, body: { reason: 'merged' } } as const
    expect((await bench.call(keep, call)).status).toBe(403)
  })
})
