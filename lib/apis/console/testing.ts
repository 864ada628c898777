import os from 'node:os'
import path from 'node:path'
import { ROLES } from '#lib/auth/permissions.ts'
import type { Member } from '#lib/auth/principal.ts'
import { type Graph, graphSchema } from '#lib/engine/graph.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { startExecution } from '#lib/executions/start.ts'
import type { RouteHandler } from '#lib/http/route.ts'
import { newId } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import { createRuntime } from '#lib/runtime.ts'
import { createTestDatabase } from '#lib/store/testing.ts'
import { createWorkflow } from '#lib/workflows/create.ts'
import { deployWorkflow } from '#lib/workflows/deploy.ts'
import { signInRoutes } from './sign-in.ts'

const ORIGIN = 'http://127.0.0.1:3000'
const PASSWORD = 'correct horse battery'

/** Who may call: one person per role in the organization Acme, and the owner of another one. */
export const PEOPLE = [...ROLES, 'stranger'] as const
export type Person = (typeof PEOPLE)[number]

export type Call = {
  /** Nobody is signed in where it is left out. */
  as?: Person
  params?: Record<string, string>
  query?: string
  body?: unknown
  headers?: Record<string, string>
}

/** A house with two organizations and a person for each role, to be called like the console calls it. */
export type ConsoleBench = {
  runtime: Runtime
  members: Record<Person, Member>
  /** Calls one route; answers as the route does. */
  ask(handler: RouteHandler, call: Call): Promise<Response>
  /** Calls one route; the body is parsed JSON, `null` when empty. */
  call(handler: RouteHandler, call: Call): Promise<{ status: number; body: unknown }>
  /** The session of somebody, as the browser would send it. */
  cookieOf(person: Person): string
  /** Makes a workflow of Acme and deploys it to production. */
  deploy(name: string, graph?: Graph): Promise<{ id: string; publicId: string; hexId: string; versionId: string }>
  /** Runs a workflow until it rests. */
  run(workflowId: string, input?: JsonObject, publicId?: string): Promise<string>
  close(): Promise<void>
}

/** Start, a review with one required field, end. */
export const REVIEWED: Graph = graphSchema.parse({
  blocks: [
    { id: 'start', type: 'start', name: 'Start' },
    {
      id: 'check',
      type: 'manual_review',
      name: 'Check the case',
      config: {
        title: 'Is this the same person?',
        reason: 'name_differs',
        fields: [{ name: 'note', label: 'Note', required: true }],
        context: { subject: '{input.subject_id}' },
        self_approval: false,
        due_in_seconds: 3600,
      },
    },
    { id: 'done', type: 'end', name: 'Done' },
  ],
  edges: [
    { id: 'e1', source: 'start', target: 'check' },
    { id: 'e2', source: 'check', sourceHandle: 'approved', target: 'done' },
  ],
})

/** Makes a bench for one test file. */
export async function createConsoleBench(): Promise<ConsoleBench> {
  const database = await createTestDatabase()
  const { runtime, close } = createRuntime({
    DATABASE_URL: database.url,
    PUBLIC_URL: ORIGIN,
    COUNTERSIGN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64url'),
    COUNTERSIGN_DATA_DIR: path.join(os.tmpdir(), `countersign-console-${process.pid}`),
  })
  const acme = await addOrganization(runtime, 'acme')
  const globex = await addOrganization(runtime, 'globex')
  const cookies = new Map<Person, string>()
  const members: Partial<Record<Person, Member>> = {}
  for (const person of PEOPLE) {
    const organizationId = person === 'stranger' ? globex : acme
    const email = `${person}@example.test`
    const { id: userId } = await runtime.auth.createUser({ email, password: PASSWORD, name: `The ${person}` })
    const role = person === 'stranger' ? 'owner' : person
    await runtime.db.prisma.membership.create({ data: { organizationId, userId, role } })
    const cookie = await signIn(runtime, email)
    const member = await runtime.auth.principalOf(new Headers({ cookie }))
    if (member) members[person] = member
    cookies.set(person, cookie)
  }
  const everybody = complete(members)

  const ask: ConsoleBench['ask'] = (handler, { as, params = {}, query = '', body, headers }) => {
    const request = new Request(`${ORIGIN}/api/console${query}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: {
        'x-request-id': 'req-of-test',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        'sec-fetch-site': 'same-origin',
        cookie: (as && cookies.get(as)) ?? '',
        ...headers,
      },
    })
    return handler(request, { params: Promise.resolve(params) })
  }

  return {
    runtime,
    members: everybody,
    ask,
    call: async (handler, call) => {
      const response = await ask(handler, call)
      const text = await response.text()
      return { status: response.status, body: text === '' ? null : JSON.parse(text) }
    },
    cookieOf: (person) => cookies.get(person) ?? '',
    deploy: async (name, graph = REVIEWED) => {
      const ids = await createWorkflow(runtime, everybody.author, { name, graph })
      const environments = ['PRODUCTION' as const]
      const command = { environments, note: 'First', acknowledged: 'all' as const }
      const { versionId } = await deployWorkflow(runtime, everybody.deployer, ids.id, command)
      return { ...ids, versionId }
    },
    run: async (workflowId, input = { subject_id: 'user-0' }, publicId) => {
      const { execution, outcome } = await startExecution(runtime, everybody.author, {
        workflow: { id: workflowId },
        environment: 'PRODUCTION',
        graph: { type: 'active' },
        input,
        trigger: 'console',
        synchronous: true,
        ...(publicId !== undefined && { publicId }),
      })
      await outcome
      return execution.id
    },
    close: async () => {
      await close()
      await database.drop()
    },
  }
}

async function addOrganization({ db }: Runtime, slug: string): Promise<string> {
  const id = newId.uuid()
  const environments = { create: [{ name: 'PRODUCTION' }, { name: 'DEVELOPMENT' }] }
  await db.prisma.organization.create({ data: { id, slug, name: slug.toUpperCase(), environments } })
  return id
}

async function signIn(runtime: Runtime, email: string): Promise<string> {
  const response = await signInRoutes(() => runtime).POST(
    new Request(`${ORIGIN}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: ORIGIN },
      body: JSON.stringify({ email, password: PASSWORD }),
    }),
    { params: Promise.resolve({}) },
  )
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

function complete(members: Partial<Record<Person, Member>>): Record<Person, Member> {
  const { owner, admin, author, deployer, reviewer, auditor, viewer, stranger } = members
  if (!owner || !admin || !author || !deployer || !reviewer || !auditor || !viewer || !stranger) {
    throw new Error('Somebody could not sign in')
  }
  return { owner, admin, author, deployer, reviewer, auditor, viewer, stranger }
}

/** The body of a refusal to a call of the bench. */
export function refusal(code: string, message: string, details: unknown[] = []) {
  return { error: { code, message, details, request_id: 'req-of-test' } }
}
