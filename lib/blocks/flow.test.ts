import { describe, expect, it } from 'vitest'
import type { Resolution } from '#lib/engine/block.ts'
import { UNBORN } from '#lib/engine/evolve.ts'
import { type Graph, indexGraph } from '#lib/engine/graph.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { runExecution } from '#lib/engine/run.ts'
import { type ExecutionEvent, type ExecutionState, outputsOf } from '#lib/engine/state.ts'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createVirtualClock } from '#lib/engine/testing/clock.ts'
import { checkDeployable } from '#lib/engine/validate.ts'
import { createMemoryJournal } from '#lib/store/memory-journal.ts'
import { blockRegistry } from './index.ts'
import { answered, fakeServices } from './testing.ts'

const graph = buildGraph(
  'start > totals > risk; risk:high > review; risk:else > end; review:approved > end; review:rejected > declined',
  {
    start: { config: { fields: [{ name: 'amount', label: 'Amount', type: 'number', required: true }] } },
    totals: {
      type: 'set_variable',
      config: { assignments: { who: '{input.name?}' }, computed: { large: 'input.amount > vars.limit' } },
    },
    risk: { type: 'condition', config: { cases: [{ handle: 'high', when: 'vars.large && who != null' }] } },
    review: {
      type: 'manual_review',
      config: {
        title: 'Review of {who}',
        context: { amount: '{input.amount}', decided: '{risk.handle}' },
        fields: [{ name: 'note', label: 'Note', pattern: '\\{[a-z]+\\}' }],
      },
    },
    end: { config: { output: { by: '{review.submittedBy?}', who: '{who}' } } },
    declined: { type: 'end', config: { output: { note: '{review.note}' }, terminate: true } },
  },
  { variables: [{ name: 'limit', type: 'number', default: 1_000 }] },
)

/** Runs the graph with its real blocks, and answers what it asks. */
async function run(input: JsonObject, answer?: Partial<Resolution>): Promise<ExecutionState> {
  const index = indexGraph(graph)
  const clock = createVirtualClock()
  const drive = (state: ExecutionState, seq: number, opening: ExecutionEvent[]) =>
    runExecution(
      {
        blocks: blockRegistry,
        journal,
        clock,
        ids: { pause: () => 'pause_1', random: () => 0.5 },
        report: (error) => expect(error).toBeUndefined(),
      },
      {
        info: {
          executionId: 'exec_1',
          organizationId: 'org_1',
          workflowId: 'wf_1',
          workflowName: 'Test',
          environment: 'PRODUCTION',
          draft: false,
          correlationKey: null,
        },
        graph: index,
        recorded: { state, seq, epoch: 1 },
        opening,
        environment: {},
        secrets: [],
        services: fakeServices(),
        ...(seq === 0 && { creation: true }),
      },
    )
  const journal = createMemoryJournal<boolean>()
  const variables = { limit: 1_000 }
  const limits = { maxParallelNodes: 2, deadlineMs: null }
  const first = await drive(UNBORN, 0, [{ t: 'created', at: 0, input, variables, entries: ['start'], ...limits }])
  if (first.type !== 'at_rest' || !answer) return stateOf(first)
  const resolution = answered(answer)
  return stateOf(
    await drive(first.state, journal.checkpoints('exec_1').length, [
      { t: 'resumed', at: 0 },
      { t: 'pause_resolved', at: 0, pause: 'pause_1', resolution },
    ]),
  )
}

function stateOf(result: Awaited<ReturnType<typeof runExecution>>): ExecutionState {
  if (result.type !== 'at_rest') throw new Error(result.type)
  return result.state
}

describe('a workflow of flow blocks and a review', () => {
  it('has no problems', () => {
    expect(checkDeployable(graph, blockRegistry)).toEqual([])
  })

  it('goes straight to its end where the condition says so', async () => {
    const state = await run({ amount: 5, name: 'Jane' })
    expect({ status: state.status, end: outputsOf(state).end, skipped: state.skipped }).toEqual({
      status: 'completed',
      end: { by: null, who: 'Jane' },
      skipped: ['review', 'declined'],
    })
  })

  it('waits for the review with the evidence put in, and patterns as written', async () => {
    const { status, pauses } = await run({ amount: 5_000, name: 'Jane' })
    expect({ status, pause: pauses.pause_1 }).toMatchObject({
      status: 'paused',
      pause: {
        kind: 'review',
        title: 'Review of Jane',
        context: { amount: 5_000, decided: 'high' },
        fields: [{ name: 'note', pattern: '\\{[a-z]+\\}' }],
      },
    })
  })

  it('goes on with the decision', async () => {
    const approved = await run({ amount: 5_000, name: 'Jane' }, { decision: 'approved' })
    const rejected = await run({ amount: 5_000, name: 'Jane' }, { decision: 'rejected', data: { note: '{no}' } })
    expect([outputsOf(approved).end, outputsOf(rejected).declined]).toEqual([
      { by: 'Tess', who: 'Jane' },
      { note: '{no}' },
    ])
  })

  it('fails where the input is not what the start asks for', async () => {
    const { status, error } = await run({ amount: 'many' })
    expect({ status, error }).toEqual({
      status: 'failed',
      error: { code: 'invalid_input', message: expect.stringMatching(/^amount: /), block: 'start' },
    })
  })
})

it('the example of the product has no problems but the review it does not ask for', () => {
  const example: Graph = buildGraph(
    'start > document_verification > sanctions_screening > credential_issue > end; sanctions_screening:hit > manual_review; manual_review:approved > credential_issue',
    Object.fromEntries(
      ['document_verification', 'sanctions_screening', 'credential_issue', 'manual_review'].map((type) => [
        type,
        { type },
      ]),
    ),
  )
  expect(checkDeployable(example, blockRegistry)).toEqual([
    {
      code: 'review_can_be_skipped',
      severity: 'policy',
      blockId: 'credential_issue',
      message: 'credential_issue can issue a credential on a path that goes round the review',
    },
  ])
})

it('a hit that leads on to a credential is pointed out', () => {
  const types = ['document_verification', 'sanctions_screening', 'credential_issue']
  const hasty = buildGraph(
    'start > document_verification > sanctions_screening > credential_issue',
    Object.fromEntries(types.map((type) => [type, { type }])),
  )
  expect(checkDeployable(hasty, blockRegistry).map(({ code }) => code)).toEqual(['credential_despite_doubt'])
})
