import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { createV1 } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, runtime } = house
const v1 = createV1(runtime)
const key = await acme.apiKey()

const STORED = 'stored-secret-1f6a'
const SENT = 'sent-secret-9c2e'
const VARIABLE = 'variable-secret-77b0'
await acme.setVariable('PRODUCTION', 'STORED', STORED, true)

/** Every row of every table with a place for text or JSON, as one text. */
async function database(): Promise<string> {
  const { rows } = await runtime.db.pool.query(`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`)
  const tables = await Promise.all(
    rows.map(({ name }) => runtime.db.pool.query(`SELECT coalesce(json_agg(t), '[]')::text AS text FROM "${name}" t`)),
  )
  return tables.map(({ rows: [row] }) => String(row.text)).join('\n')
}

const leaks = {
  say: { type: 'count', config: { value: 'Bearer {env.STORED} {env.SENT} {vars.hidden}' } },
  keep: { type: 'set_variable', config: { assignments: { kept: '{env.STORED}-{env.SENT}' } } },
  bad: { type: 'fail', config: { output: { token: '{env.STORED}', sent: '{env.SENT}' } } },
  look: { type: 'manual_review', config: { title: 'Look at {env.STORED}', context: { sent: '{env.SENT}' } } },
  odd: { type: 'condition', config: { cases: [{ handle: 'never', when: 'env.STORED == 1 || env.SENT' }] } },
}

describe('a secret', () => {
  it.each([
    ['completes', 'start > say > keep > look', 202],
    ['fails', 'start > say > keep > bad', 200],
    ['throws in a condition', 'start > say > odd', 200],
  ])('is in no answer and no row of an execution that %s', async (_name, paths, status) => {
    const used = Object.fromEntries(Object.entries(leaks).filter(([id]) => paths.includes(id)))
    const variables = [{ name: 'hidden', type: 'string' as const, secret: true }]
    await acme.deploy('leaky', buildGraph(paths, used, { variables }))
    const options = { environmentVariables: { SENT }, workflowVariables: { hidden: VARIABLE } }
    const answer = await v1.execute(key, { workflowId: 'wf_leaky', options })
    expect(answer.status).toBe(status)
    const id = JSON.stringify(answer.body).match(/exec_[0-9A-Z]{26}/)?.[0] ?? ''
    const answers = [answer.body, (await v1.status(key, id)).body, (await v1.executions(key)).body]
    if (status === 202) answers.push((await v1.resume(key, id, { blockId: 'look', decision: 'approved' })).body)
    const everything = { answers: JSON.stringify(answers), rows: await database() }
    expect(everything.answers).toContain('***')
    for (const [place, text] of Object.entries(everything)) {
      for (const secret of [STORED, SENT])
        expect({ place, leaked: text.includes(secret) }).toEqual({ place, leaked: false })
    }
    expect(everything.answers).not.toContain(VARIABLE)
  })

  it('still works where it is needed, also after a pause in another process', async () => {
    const graph = buildGraph('start > look > ok', {
      look: { type: 'ask_for' },
      ok: {
        type: 'condition',
        config: { cases: [{ handle: 'same', when: `env.STORED + env.SENT == "${STORED}${SENT}"` }] },
      },
    })
    await acme.deploy('works', buildGraph('start', {}))
    const options = { environmentVariables: { SENT }, executionId: 'needs-secrets' }
    expect((await v1.execute(key, { workflowId: 'wf_works', workflow: graph, options })).status).toBe(202)
    const other = createV1(house.secondProcess())
    const { body } = await other.resume(key, 'needs-secrets', { blockId: 'look' })
    expect(body).toMatchObject({ status: 'completed', output: { ok: { handle: 'same' } } })
  })

  it('of a key is stored as a hash, and its use leaves no trace of it', async () => {
    const secret = key.split('_')[2] ?? ''
    expect(secret.length).toBeGreaterThan(20)
    expect(await database()).not.toContain(secret)
  })
})
