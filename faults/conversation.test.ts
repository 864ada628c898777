import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { graphSchema } from '#lib/engine/graph.ts'
import { createFleet, type Fleet, type FleetMember } from './fleet.ts'
import { violations } from './invariants.ts'

const QUESTIONS = ['name', 'city', 'reason']

const interview = graphSchema.parse({
  blocks: [
    { id: 'start', type: 'start', name: 'Start' },
    ...QUESTIONS.map((id) => ({ id, type: 'ask', name: id, config: { question: `${id}?` } })),
    { id: 'check', type: 'once', name: 'Check' },
    { id: 'bye', type: 'message', name: 'Bye', config: { content: '{name.answer}, {city.answer}, {reason.answer}' } },
  ],
  edges: ['start', ...QUESTIONS, 'check'].map((source, at) => ({
    id: `e${at}`,
    source,
    target: [...QUESTIONS, 'check', 'bye'][at],
  })),
})

let fleet: Fleet
let hexId: string

beforeAll(async () => {
  fleet = await createFleet()
  const id = await fleet.deploy('interview', interview)
  hexId = (await fleet.runtime.db.prisma.workflow.findUniqueOrThrow({ where: { id } })).hexId
}, 60_000)
afterEach(() => fleet.dismiss())
afterAll(() => fleet.stop(), 30_000)

const answerSchema = z.object({
  run_id: z.string(),
  status: z.string(),
  turn_number: z.int(),
  events: z.array(z.object({ type: z.string(), content: z.string().optional() })),
  next_input_hint: z.object({ message: z.string() }).nullable(),
})

async function turn({ url }: FleetMember, body: object) {
  const response = await fetch(`${url}/workflows/v1/workflows/${hexId}/execute`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${fleet.key}` },
    body: JSON.stringify(body),
  })
  return answerSchema.parse(await response.json())
}

it('a conversation goes on in another process after each kill, and nothing said is lost', {
  timeout: 60_000,
}, async () => {
  let member = await fleet.start()
  let answer = await turn(member, { run_input: {} })
  const { run_id } = answer
  for (const [at, says] of ['Ada', 'Rome', 'work'].entries()) {
    member.process.kill('SIGKILL')
    member = await fleet.start()
    expect(answer.next_input_hint).toEqual({ message: `${QUESTIONS[at]}?` })
    answer = await turn(member, { run_id, run_input: { dynamic_variables: { message: says } } })
  }
  expect(answer).toMatchObject({ status: 'completed', turn_number: 4 })
  expect(answer.events.flatMap(({ content }) => content ?? [])).toEqual(['Ada, Rome, work'])
  expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
})
