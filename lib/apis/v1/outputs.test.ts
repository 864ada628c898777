import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { outputRoute } from './outputs.ts'
import { call, createV1, refusal } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, runtime } = house
const v1 = createV1(runtime)
const key = await acme.apiKey()
const get = outputRoute(() => runtime).GET

/** More than 1 MiB. */
const LONG = 'ä'.repeat(1_200_000)

function outputOf(executionId: string, blockId: string, query = '', by = key) {
  return call(get, { method: 'GET', key: by, params: { executionId, blockId }, query })
}

await acme.deploy(
  'long',
  buildGraph('start > length > short', {
    length: { type: 'set_variable', config: { computed: { length: 'size(start.long)' } } },
    short: { type: 'count', config: { value: '{vars.length}' } },
  }),
)
const options = { executionId: 'long', input: { long: LONG } }
const executed = await v1.execute(key, { workflowId: 'wf_long', options })

describe('an output of more than 1 MiB', () => {
  const bytes = Buffer.byteLength(JSON.stringify({ long: LONG }))
  const $ref = '/v1/workflows/executions/long/outputs/start'

  it('is read by other blocks, and stands in no answer but by its address and length', async () => {
    const short = { value: 1_200_000, visit: 1 }
    const output = { start: { $ref, bytes }, length: { length: 1_200_000 }, short }
    for (const body of [executed.body, (await v1.status(key, 'long')).body]) {
      expect(body).toMatchObject({ status: 'completed', output })
      expect(body).toMatchObject({ logs: [{ output: { $ref: `${$ref}?visit=1`, bytes } }, {}, { output: short }] })
      expect(JSON.stringify(body).length).toBeLessThan(10_000)
    }
    expect(executed.body).toMatchObject({ finalState: { blockStates: { start: { output: { $ref, bytes } } } } })
  })

  it('is had whole at that address, of the latest visit or of one', async () => {
    for (const query of ['', '?visit=1']) {
      expect(await outputOf('long', 'start', query)).toEqual({ status: 200, body: { long: LONG } })
    }
    expect(await outputOf('long', 'short')).toEqual({ status: 200, body: { value: 1_200_000, visit: 1 } })
  })

  it('is not there for other blocks, visits, executions and organizations', async () => {
    const none = refusal(404, 'not_found', 'The execution has no output of this block')
    for (const [block, query] of [['unheard_of'], ['start', '?visit=2'], ['constructor'], ['toString']]) {
      expect(await outputOf('long', block ?? '', query)).toEqual(none)
    }
    const unknown = refusal(404, 'execution_not_found', 'There is no execution with this id')
    expect(await outputOf('other', 'start')).toEqual(unknown)
    expect(await outputOf('long', 'start', '', await globex.apiKey())).toEqual(unknown)
    expect(await outputOf('long', 'start', '', await acme.apiKey({ environment: 'DEVELOPMENT' }))).toEqual(unknown)
    expect((await outputOf('long', 'start', '', await acme.apiKey({ scopes: ['workflows:execute'] }))).status).toBe(403)
    expect((await outputOf('long', 'start', '?visit=0')).status).toBe(400)
  })
})
