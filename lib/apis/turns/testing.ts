import { expect } from 'vitest'
import type { RouteHandler } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { type TurnResponse, turnResponseSchema } from './contract.ts'
import { shortTurnRoute, turnRoute } from './execute.ts'

const REQUEST_ID = 'req-of-test'

export type TurnAnswer = { status: number; body: unknown; headers: Headers }

export type TurnCall = {
  key?: string
  workflowId: string
  /** Sent as JSON, or as it is where it is text. */
  body?: unknown
  query?: string
  headers?: Record<string, string>
}

/** The turns API over a runtime, called as a framework would call it. */
export function createTurns(runtime: Runtime) {
  const own = () => runtime
  const routes = { turn: turnRoute(own), short: shortTurnRoute(own) }
  return {
    routes,
    /** One turn, whatever comes of it. */
    post: (options: TurnCall) => call(routes.turn.POST, options),
    short: (options: TurnCall) => call(routes.short.POST, options),
    /** One turn that must be accepted; `says` is the user's words. */
    turn: async (key: string, workflowId: string, { says, run_id, ...run_input }: TurnParts = {}) => {
      const body = { run_input: { ...run_input, ...(says !== undefined && spoken(says)) }, ...(run_id && { run_id }) }
      const answer = await call(routes.turn.POST, { key, workflowId, body })
      expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 200 })
      return turnResponseSchema.parse(answer.body)
    },
  }
}

export type TurnParts = { says?: string; run_id?: string; [field: string]: unknown }

/** A user's words as a client sends them. */
export function spoken(content: string) {
  return {
    thread_to_node_inputs: { '0': { node_run_inputs: [{ type: 'llm', messages: [{ type: 'human', content }] }] } },
  }
}

/** The id by which this API knows a workflow. */
export async function hexIdOf(runtime: Runtime, workflow: { id: string }): Promise<string> {
  const { hexId } = await runtime.db.prisma.workflow.findUniqueOrThrow({ where: { id: workflow.id } })
  return hexId
}

async function call(
  handler: RouteHandler,
  { key, workflowId, body, query = '', headers }: TurnCall,
): Promise<TurnAnswer> {
  const request = new Request(`http://127.0.0.1:3000/workflows/v1/workflows/${workflowId}/execute${query}`, {
    method: 'POST',
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: {
      'content-type': 'application/json',
      'x-request-id': REQUEST_ID,
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...headers,
    },
  })
  const response = await handler(request, { params: Promise.resolve({ workflowId }) })
  expect(response.headers.get('x-request-id')).toBe(REQUEST_ID)
  expect(response.headers.get('cache-control')).toBe('no-store')
  const answer = { status: response.status, body: await response.json() }
  return Object.defineProperty({ ...answer, headers: response.headers }, 'headers', { enumerable: false })
}

/** What the assistant said, in order. */
export function saidIn({ events }: TurnResponse): unknown[] {
  return events.filter(({ type }) => type === 'assistant_response').map(({ content }) => content)
}

export function typesIn({ events }: TurnResponse): string[] {
  return events.map(({ type }) => type)
}

/** The response with ids and times named, and each event without what all of them carry, after checking that it does. */
export function plain(response: TurnResponse): unknown {
  expect(response.run_id).toMatch(/^[0-9a-f]{24}$/)
  expect(new Set(response.events.map((event) => event.logical_id)).size).toBe(response.events.length)
  return {
    ...response,
    run_id: '<run>',
    events: response.events.map(plainEvent),
    next_input_hint: response.next_input_hint && plainEvent(response.next_input_hint),
  }
}

function plainEvent(event: TurnResponse['events'][number]): unknown {
  const { logical_id, timestamp, origin_thread_id, thread_reference_id, comments, interrupted, ...own } = event
  expect(logical_id).toMatch(/^event_[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Math.abs(timestamp - Date.now() / 1000)).toBeLessThan(60)
  expect({ origin_thread_id, thread_reference_id, comments, interrupted }).toEqual({
    origin_thread_id: '0',
    thread_reference_id: '0',
    comments: [],
    interrupted: false,
  })
  if (own.type !== 'end_workflow_iteration') return own
  expect(own.iteration_metrics).toMatchObject({ e2e_latency_milliseconds: expect.any(Number) })
  return { ...own, iteration_metrics: { ...Object(own.iteration_metrics), e2e_latency_milliseconds: '<ms>' } }
}
