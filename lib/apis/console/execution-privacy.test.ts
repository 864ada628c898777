import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExecutionDetail } from '#lib/contracts/executions.ts'
import { graphSchema } from '#lib/engine/graph.ts'
import { executionRoutes, revealRoutes } from './executions.ts'
import { type ConsoleBench, createConsoleBench, REVIEWED, refusal } from './testing.ts'

let bench: ConsoleBench
let workflow: Awaited<ReturnType<ConsoleBench['deploy']>>
beforeAll(async () => {
  bench = await createConsoleBench()
  workflow = await bench.deploy('Reviewed')
}, 60_000)
afterAll(() => bench.close())

const runtime = () => bench.runtime
const { GET: get } = executionRoutes(runtime)
const { POST: reveal } = revealRoutes(runtime)

const NOT_FOUND = { status: 404, body: refusal('execution_not_found', 'There is no such execution') }

describe('personal data', () => {
  const named = { subject_id: 'user-4', name: { first: 'Jane', last: 'Doe' }, country: 'DE' }
  const graph = graphSchema.parse({
    ...REVIEWED,
    blocks: REVIEWED.blocks.map((block) => {
      const fields = [
        { name: 'subject_id', label: 'Subject' },
        { name: 'country', label: 'Country', personal: false },
        { name: 'note', label: 'Note', personal: true },
      ]
      if (block.type === 'start') return { ...block, config: { fields: fields.slice(0, 2) } }
      const title = 'Is this {input.name.first} {input.name.last}?'
      return block.type === 'manual_review' ? { ...block, config: { ...block.config, title, fields } } : block
    }),
  })

  it('is concealed wherever it turns up, for everyone, until it is revealed with a reason', async () => {
    const { id: workflowId } = await bench.deploy('Private', graph)
    const executionId = await bench.run(workflowId, named)
    for (const as of ['owner', 'reviewer', 'viewer'] as const) {
      const { body } = await bench.call(get, { as, params: { executionId } })
      const shown = body as ExecutionDetail
      expect(shown).toMatchObject({
        concealed: true,
        subjectId: 'user-4',
        input: { subject_id: 'user-4', name: { first: '•••••', last: '•••••' }, country: 'DE' },
        output: { start: { subject_id: 'user-4', name: { first: '•••••', last: '•••••' }, country: 'DE' } },
        pauses: [{ title: 'Is this ••••• •••••?' }],
      })
      expect(JSON.stringify(shown)).not.toMatch(/Jane|Doe/)
    }
    const call = { as: 'reviewer', params: { executionId }, body: { reason: 'Complaint 17' } } as const
    const { status, body } = await bench.call(reveal, call)
    expect(status).toBe(200)
    expect(body).toMatchObject({ concealed: false, input: named, pauses: [{ title: 'Is this Jane Doe?' }] })
    const { rows } = await bench.runtime.db.pool.query(
      `SELECT action, actor, target_id, before, after, environment, origin FROM audit_record
       WHERE action = 'execution.revealed' AND target_id = $1`,
      [executionId],
    )
    expect(rows).toEqual([
      {
        action: 'execution.revealed',
        actor: bench.members.reviewer.actor,
        target_id: executionId,
        before: null,
        after: { reason: 'Complaint 17' },
        environment: 'PRODUCTION',
        origin: expect.objectContaining({ requestId: 'req-of-test', via: 'console' }),
      },
    ])
  })

  it('is not revealed without a reason, nor to another organization, and then nothing is on record', async () => {
    const executionId = await bench.run(workflow.id, named)
    const { status } = await bench.call(reveal, { as: 'owner', params: { executionId }, body: { reason: ' ' } })
    expect(status).toBe(400)
    const theirs = await bench.call(reveal, { as: 'stranger', params: { executionId }, body: { reason: 'Curious' } })
    expect(theirs).toEqual(NOT_FOUND)
    const { rows } = await bench.runtime.db.pool.query('SELECT FROM audit_record WHERE target_id = $1', [executionId])
    expect(rows).toEqual([])
  })

  it('of a test of a draft in development is open to whoever ran it, to nobody else', async () => {
    const executionId = await bench.run(workflow.id, named)
    await bench.runtime.db.prisma.execution.update({
      where: { id: executionId },
      data: { draft: true, environment: 'DEVELOPMENT' },
    })
    const seenBy = async (as: 'author' | 'owner') => (await bench.call(get, { as, params: { executionId } })).body
    expect(await seenBy('author')).toMatchObject({ concealed: false, input: named })
    expect(await seenBy('owner')).toMatchObject({ concealed: true, input: { subject_id: 'user-4', country: '•••••' } })
  })
})
