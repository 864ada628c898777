import { afterAll, expect, it } from 'vitest'
import { z } from 'zod'
import { outputsOf } from '#lib/engine/state.ts'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { loadOutcome } from '#lib/executions/drive.ts'
import { startExecution } from '#lib/executions/start.ts'
import { decideReview } from '#lib/reviews/decide.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { createProcess } from './process/testing.ts'
import { createTurns, hexIdOf } from './turns/testing.ts'
import { createV1 } from './v1/testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, runtime } = house

/** Parallel branches and a join, a choice, a failure that is handled, and a question that is answered twice. */
const graph = buildGraph(
  `start > note > age; start > shape > join; age > join; join > check; check:adult > welcome > end;
   check:else > sorry; start > broken; broken:error > excuse`,
  {
    note: { type: 'set_variable', config: { assignments: { tone: 'warm' } } },
    shape: { type: 'transform', config: { expression: '{ "shout": $uppercase(input.name) }' } },
    age: {
      type: 'ask',
      config: {
        question: 'How old is {input.name}?',
        answer: { name: 'age', label: 'Age', type: 'number', required: true },
        variable_name: 'years',
      },
    },
    join: { type: 'set_variable', config: { computed: { next: 'vars.years + 1' } } },
    check: { type: 'condition', config: { cases: [{ handle: 'adult', when: 'age.answer >= 18' }] } },
    welcome: { type: 'message', config: { content: '{shape.value.shout}, {vars.next} soon, {vars.tone}' } },
    sorry: { type: 'message', config: { content: 'Sorry' } },
    broken: { type: 'fail' },
    excuse: { type: 'message', config: { content: '{broken.error.message}' } },
    end: { type: 'end', config: { output: { said: '{welcome.content}' } } },
  },
  { variables: ['tone', 'years', 'next'].map((name) => ({ name, type: 'string' as const })) },
)

const OUTPUTS = {
  start: { name: 'Ada' },
  note: { tone: 'warm' },
  shape: { value: { shout: 'ADA' } },
  age: { answer: 36, attempts: 2 },
  join: { next: 37 },
  check: { handle: 'adult' },
  welcome: { content: 'ADA, 37 soon, warm' },
  broken: { error: { code: 'broken', message: 'It broke' } },
  excuse: { content: 'It broke' },
  end: { said: 'ADA, 37 soon, warm' },
}

const ANSWERS = ['old', '36']
const input = { name: 'Ada' }
const outputsSchema = z.record(z.string(), z.json())

it('the same graph gives the same block outputs through v1, process, turns and the console', async () => {
  const workflow = await acme.deploy('same', graph)
  const key = await acme.apiKey()
  const throughApis = await Promise.all([
    throughV1(key, 'wf_same'),
    throughProcess(key, workflow.id),
    throughTurns(key, await hexIdOf(runtime, workflow)),
    throughConsole('wf_same'),
  ])
  expect(throughApis).toEqual([OUTPUTS, OUTPUTS, OUTPUTS, OUTPUTS])
})

async function throughV1(key: string, workflowId: string) {
  const v1 = createV1(runtime)
  const resultSchema = z.object({ executionId: z.string(), status: z.string(), output: outputsSchema })
  let result = resultSchema.parse((await v1.execute(key, { workflowId, options: { input } })).body)
  for (const age of ANSWERS) {
    expect(result.status).toBe('paused')
    const answer = await v1.resume(key, result.executionId, { blockId: 'age', input: { age } })
    result = resultSchema.parse(answer.body)
  }
  expect(result.status).toBe('completed')
  return result.output
}

async function throughProcess(key: string, processId: string) {
  const process = createProcess(runtime)
  const processInstanceId = await process.begin(key, { processId, data: input })
  for (const age of ANSWERS) {
    const { waitingNodes } = await process.reaches(key, processInstanceId, 'WAITING')
    const task = { processInstanceId, nodeId: 'age', contextId: waitingNodes[0]?.contextId, action: 'COMPLETE' }
    expect(await process.task(key, { ...task, data: { age } })).toMatchObject({ status: 200 })
    await process.reaches(key, processInstanceId, 'WAITING', 'COMPLETED')
  }
  const { data } = await process.reaches(key, processInstanceId, 'COMPLETED')
  // Beside the outputs this API shows input and variables.
  return Object.fromEntries(Object.entries(data).filter(([name]) => !SHOWN.has(name)))
}

const SHOWN: ReadonlySet<string> = new Set(['name', 'tone', 'years', 'next'])

async function throughTurns(key: string, workflowId: string) {
  const turns = createTurns(runtime)
  const first = await turns.turn(key, workflowId, { dynamic_variables: input })
  const responses = [first]
  for (const says of ANSWERS) responses.push(await turns.turn(key, workflowId, { run_id: first.run_id, says }))
  expect(responses.map(({ status }) => status)).toEqual([
    'waiting_for_user_input',
    'waiting_for_user_input',
    'completed',
  ])
  const ends = responses.flatMap(({ events }) => events.filter(({ type }) => type === 'end_node_run'))
  return Object.fromEntries(ends.map((event) => [event.origin_node_logical_id, event.run_output]))
}

/** What the console calls when a person starts an execution and answers its questions. */
async function throughConsole(publicId: string) {
  const person = await acme.member('owner')
  const started = await startExecution(runtime, person, {
    workflow: { publicId },
    environment: 'PRODUCTION',
    graph: { type: 'active' },
    input,
    trigger: 'console',
    synchronous: true,
  })
  expect((await started.outcome).state.status).toBe('paused')
  for (const age of ANSWERS) {
    const pauses = await runtime.executions.pauses(started.execution.id)
    const open = pauses.find(({ status }) => status === 'open')
    await decideReview(runtime, person, open?.id ?? '', { data: { age } })
  }
  const execution = await runtime.executions.find(acme.id, { id: started.execution.id })
  if (!execution) throw new Error('The execution is gone')
  const { state } = await loadOutcome(runtime, execution)
  expect(state.status).toBe('completed')
  return outputsOf(state)
}
