import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { documentOf, publicApis } from './serve.ts'
import { bodiesOf, type Known, valuesOf } from './testing/arbitrary.ts'
import { misfit, type ReadOperation, readOperations } from './testing/read-document.ts'

/** Requests to each address: a short cut, unless asked for more. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 40)
/** The first bytes of a PNG, enough for one to be taken for an image. */
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const TIMEOUT_MS = 30_000 + REQUESTS * 100

const house = await createTestRuntime({ capacity: 100_000 })
const { runtime, acme, globex } = house
afterAll(() => house.close())

const routes = new Map(publicApis(() => runtime).flatMap((api) => api.routes.map((route) => [route.pattern, route])))
/** What takes workflows away comes last. */
const operations = readOperations(documentOf(() => runtime)).toSorted((a, b) => rankOf(a) - rankOf(b))
const callers = await makeCallers()
const known = await makeThings()

function rankOf({ method }: ReadOperation): number {
  return ['PATCH', 'DELETE'].indexOf(method)
}

/** Keys with every scope and with none, a token, and strangers. */
async function makeCallers(): Promise<(Record<string, string> | null)[]> {
  const key = await acme.apiKey()
  const system = await runtime.apiKeys.create({
    organizationId: null,
    environment: 'PRODUCTION',
    label: 'System',
    scopes: ['workflows:execute'],
  })
  const own = { 'x-api-key': key }
  const rare = [{ 'x-api-key': await acme.apiKey({ scopes: [] }) }, { 'x-api-key': await globex.apiKey() }, null]
  return [own, own, own, own, own, own, { 'x-api-key': system.key }, { 'x-api-key': system.key }, ...rare]
}

/** Workflows that end, fail, wait and ask, executions of them, and the ids by which the APIs know them. */
async function makeThings(): Promise<Known> {
  const graphs = {
    ends: buildGraph('start > end'),
    fails: buildGraph('start > bad > end', { bad: { type: 'fail' } }),
    asks: buildGraph('start > ask > end', { ask: { type: 'user_input' } }),
    waits: buildGraph('start > paid > end', {
      paid: { type: 'catch_event', config: { event_name: 'paid', correlation_key: 'k' } },
    }),
  }
  const workflows: { id: string; publicId: string; hexId: string }[] = []
  for (const [name, graph] of Object.entries(graphs)) {
    const { id } = await acme.deploy(name, graph)
    const workflow = await runtime.db.prisma.workflow.findUniqueOrThrow({ where: { id } })
    workflows.push(workflow)
    for (let at = 0; at < 4; at++) {
      const body = JSON.stringify({ workflowId: workflow.publicId, options: { executionId: `${name}-${at}` } })
      await send('POST', '/v1/workflows/execute', {}, '', body, callers[0] ?? null)
    }
  }
  const executions = await runtime.db.prisma.execution.findMany()
  const pauses = await runtime.db.prisma.pause.findMany()
  return [
    { name: /^processId$/, texts: workflows.map(({ id }) => id) },
    { name: /^workflowId$/, texts: workflows.flatMap(({ publicId, hexId }) => [publicId, hexId]) },
    { name: /^processInstanceId$/, texts: executions.map(({ instanceId }) => instanceId) },
    { name: /^executionId$/, texts: executions.map(({ publicId }) => publicId) },
    { name: /^(run_id|workflow_run_id)$/, texts: executions.map(({ runId }) => runId) },
    { name: /^(pauseId|contextId)$/, texts: pauses.map(({ id }) => id) },
    { name: /^(nodeId|blockId|startBlockId|start_node_logical_id)$/, texts: ['start', 'ask', 'paid', 'end'] },
    { name: /^(eventName)$/, texts: ['paid'] },
    { name: /^(correlationKey)$/, texts: ['k'] },
    { name: /^(environment)$/, texts: ['PRODUCTION'] },
  ]
}

async function send(
  method: string,
  path: string,
  params: Record<string, string>,
  query: string,
  body: string | FormData | null,
  headers: Record<string, string> | null,
): Promise<Response> {
  const handler = routes.get(path)?.methods[method]
  if (!handler) throw new Error(`Nothing is mounted for ${method} ${path}`)
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(wellFormed(params[name] ?? '')))
  const request = new Request(`http://127.0.0.1:3000${address}${query}`, {
    method,
    ...(body !== null && { body: typeof body === 'string' ? new TextEncoder().encode(body) : body }),
    headers: headers ?? {},
  })
  return handler(request, { params: Promise.resolve(params) })
}

/** No address can hold half a character. */
function wellFormed(text: string): string {
  return text.toWellFormed()
}

/** Requests to one operation, mostly as its document says. */
function requestsTo({ parameters, body }: ReadOperation) {
  const values = (place: 'path' | 'query'): fc.Arbitrary<Record<string, string>> =>
    fc.record<Record<string, string>>(
      Object.fromEntries(
        parameters
          .filter((parameter) => parameter.in === place)
          .map(({ name, schema }) => [name, valuesOf(schema, known, name).map((value) => wellFormed(String(value)))]),
      ),
      place === 'path' ? {} : { requiredKeys: [] },
    )
  return fc.record({
    params: values('path'),
    query: fc.oneof(
      { weight: 6, arbitrary: values('query') },
      { weight: 1, arbitrary: fc.constant<Record<string, string>>({ unheard_of: '1' }) },
    ),
    body: body?.type === 'application/json' ? bodiesOf(body.schema, known) : fc.constant(null),
    form: fc.record({
      subject_id: fc.string({ maxLength: 250 }),
      bytes: fc.oneof(fc.uint8Array({ maxLength: 64 }), fc.constant(PNG)),
    }),
    caller: fc.constantFrom(...callers),
  })
}

describe(`${REQUESTS} requests of every kind to every address`, () => {
  it.each(operations.map((operation) => [operation.name, operation] as const))(
    '%s answers as its document says, and never with a fault',
    async (_, operation) => {
      await fc.assert(
        fc.asyncProperty(requestsTo(operation), async ({ params, query, body, form, caller }) => {
          const search = new URLSearchParams(query).toString()
          const sent = operation.body?.type === 'multipart/form-data' ? formOf(form) : body
          const response = await send(operation.method, operation.path, params, search && `?${search}`, sent, caller)
          const type = response.headers.get('content-type')
          const answer = await bodyOf(response, type)
          expect(response.status, JSON.stringify(answer)).toBeLessThan(500)
          expect(response.headers.get('x-request-id')).toMatch(/^req_/)
          expect(misfit(operation, response.status, type, answer)).toBeNull()
        }),
        { numRuns: REQUESTS, interruptAfterTimeLimit: TIMEOUT_MS - 5_000, endOnFailure: true },
      )
    },
    TIMEOUT_MS,
  )

  it('leaves no fault behind', async () => {
    await expect.poll(() => runtime.driving.size, { timeout: 20_000 }).toBe(0)
    expect(house.faults).toEqual([])
  })
})

function formOf({ subject_id, bytes }: { subject_id: string; bytes: Uint8Array<ArrayBuffer> }): FormData {
  const form = new FormData()
  form.set('file', new File([bytes], 'x.png'))
  form.set('subject_id', wellFormed(subject_id))
  return form
}

async function bodyOf(response: Response, type: string | null): Promise<unknown> {
  if (type?.startsWith('text/event-stream')) return response.body?.cancel()
  const text = await response.text()
  return text === '' ? undefined : JSON.parse(text)
}
