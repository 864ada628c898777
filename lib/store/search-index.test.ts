import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConsoleBench, createConsoleBench } from '#lib/apis/console/testing.ts'
import { graphSchema } from '#lib/engine/graph.ts'

const FAILING = graphSchema.parse({
  blocks: [
    { id: 'start', type: 'start', name: 'Start' },
    {
      id: 'fetch',
      type: 'transform',
      name: 'Compute',
      config: { expression: '$error("Nothing for " & n)', data: { n: '{input.n}' } },
    },
  ],
  edges: [{ id: 'e1', source: 'start', target: 'fetch' }],
})

let bench: ConsoleBench
let workflowId: string
beforeAll(async () => {
  bench = await createConsoleBench()
  workflowId = (await bench.deploy('Failing', FAILING)).id
}, 60_000)
afterAll(() => bench.close())

const rows = async (table: string) =>
  (await bench.runtime.db.pool.query(`SELECT * FROM ${table} ORDER BY 1, 2, 3`)).rows

describe('the search index', () => {
  it('holds every execution, and what failed ones have in common', async () => {
    const first = await bench.run(workflowId, { n: '17' })
    const second = await bench.run(workflowId, { n: '18' })
    await bench.runtime.search.flush()
    expect((await rows('execution_search')).map((row) => row.execution_id)).toEqual([first, second])
    const failures = await rows('execution_failure')
    expect(failures).toMatchObject([
      {
        execution_id: first,
        workflow_id: workflowId,
        block_id: 'fetch',
        block_type: 'transform',
        environment: 'PRODUCTION',
      },
      { execution_id: second, fingerprint: failures[0].fingerprint, code: failures[0].code, shape: failures[0].shape },
    ])
  })

  it('fills in what a crash left out, and changes nothing that is there', async () => {
    const all = async () => [
      await rows('execution_search'),
      await rows('execution_term'),
      await rows('execution_failure'),
    ]
    const before = await all()
    await bench.runtime.db.pool.query('DELETE FROM execution_search; DELETE FROM execution_failure')
    expect(await rows('execution_term')).toEqual([])
    await bench.runtime.search.fillGaps()
    await bench.runtime.search.fillGaps(15)
    expect(await all()).toEqual(before)
  })
})
