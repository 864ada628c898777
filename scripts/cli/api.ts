import { z } from 'zod'
import { graphSchema } from '#lib/engine/graph.ts'
import { problemSchema } from '#lib/engine/problem.ts'
import { CannotTry, type CliContext } from './context.ts'

const problems = z.array(problemSchema.extend({ id: z.string() }))
const listSchema = z.array(z.object({ id: z.string() }))
const detailSchema = z.object({ id: z.string(), version: z.int(), state: graphSchema.optional() })
const stateSchema = z.object({ version: z.int(), hash: z.string(), problems })
const deployedSchema = z.object({ environment: z.string(), deployedVersion: z.int(), warnings: problems })
const refusalSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.array(z.object({ path: z.string(), message: z.string(), code: z.string().optional() })).default([]),
    request_id: z.string().optional(),
  }),
})

/** A refusal by the server for what was sent. */
export type Refusal = z.infer<typeof refusalSchema>['error'] & { status: number }
type Answer<Value> = { ok: true; value: Value } | { ok: false; refusal: Refusal }

/** The part of API v1 that manages workflows. */
export type Api = {
  list(): Promise<string[]>
  get(id: string): Promise<Answer<z.infer<typeof detailSchema>>>
  create(workflow: { name: string; slug: string; state: object }): Promise<Answer<{ id: string; version: number }>>
  putState(id: string, body: { state: object; version?: number }): Promise<Answer<z.infer<typeof stateSchema>>>
  deploy(
    id: string,
    body: { note: string; acknowledge: readonly string[]; version?: number },
  ): Promise<Answer<z.infer<typeof deployedSchema>>>
}

/** Opens the API as the context says; throws `CannotTry` where it does not say, or the server cannot be reached. */
export function openApi({ url, key }: Pick<CliContext, 'url' | 'key'>): Api {
  if (!url || !URL.canParse(url)) throw new CannotTry('COUNTERSIGN_URL must be the address of the instance')
  if (!key) throw new CannotTry('COUNTERSIGN_KEY must be an API key')

  async function call<Value>(
    method: string,
    path: string,
    schema: z.ZodType<Value>,
    body?: object,
  ): Promise<Answer<Value>> {
    const headers = { 'x-api-key': key ?? '', ...(body && { 'content-type': 'application/json' }) }
    const request = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    const response = await fetch(new URL(path, url), request).catch(() => {
      throw new CannotTry(`${url} cannot be reached`)
    })
    const read: unknown = await response.json().catch(() => null)
    if (!response.ok) return { ok: false, refusal: refusalOf(response.status, read) }
    const parsed = schema.safeParse(read)
    if (!parsed.success) throw new CannotTry(`${url} does not answer like Countersign`)
    return { ok: true, value: parsed.data }
  }

  const at = (id: string) => `/v1/workflows/${encodeURIComponent(id)}`
  return {
    list: async () => {
      const answer = await call('GET', '/v1/workflows', listSchema)
      if (!answer.ok) throw new CannotTry(answer.refusal.message)
      return answer.value.map(({ id }) => id)
    },
    get: (id) => call('GET', at(id), detailSchema),
    create: (workflow) => call('POST', '/v1/workflows', detailSchema, workflow),
    putState: (id, body) => call('PUT', `${at(id)}/state`, stateSchema, body),
    deploy: (id, body) => call('POST', `${at(id)}/deploy`, deployedSchema, body),
  }
}

/** What the server says of the request itself; everything else could not be tried at all. */
function refusalOf(status: number, body: unknown): Refusal {
  const parsed = refusalSchema.safeParse(body)
  if (!parsed.success) throw new CannotTry(`The server answered with ${status}`)
  const { error } = parsed.data
  if (status === 401) throw new CannotTry('COUNTERSIGN_KEY is not known, or no longer valid')
  if (status === 403) throw new CannotTry(error.message)
  if (status === 429 || status >= 500) {
    throw new CannotTry([error.message, error.request_id && `reference ${error.request_id}`].filter(Boolean).join(', '))
  }
  return { ...error, status }
}
