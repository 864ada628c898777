import { z } from 'zod'
import { turnResponseSchema } from '#lib/apis/turns/contract.ts'
import type { ApiDescription, Operation } from './operation.ts'

const errorSchema = z.strictObject({
  detail: z.union([
    z.string(),
    z.array(z.strictObject({ loc: z.array(z.union([z.string(), z.int()])), msg: z.string(), type: z.string() })),
  ]),
})

const turn: Omit<Operation, 'id'> = {
  summary: 'Take a turn',
  description:
    'The first turn starts a run and answers with its `run_id`; each further one sends that along with what the user says. `events` are those of this turn. While `is_waiting_for_input` is true, `next_input_hint` says what is asked for; after `is_completed` no turn is taken any more. One turn at a time: another one meanwhile gets 409.',
  answers: { 200: { description: 'The turn is over.', schema: turnResponseSchema } },
  example: {
    run_input: {
      command: 'data',
      thread_to_node_inputs: { '0': { node_run_inputs: [{ messages: [{ type: 'human', content: 'Hello' }] }] } },
    },
  },
}

/** The turns API: hold a conversation with a workflow. */
export const turnsDescription: ApiDescription = {
  name: 'turns',
  title: 'Turns API',
  description: 'A conversation with a workflow, turn by turn. Workflows and runs go by 24 hexadecimal digits.',
  schemas: { Turn: turnResponseSchema, TurnError: errorSchema },
  refusals: { default: { description: 'A refusal; with 422 a list of what does not fit.', schema: errorSchema } },
  operations: {
    'POST /workflows/v1/workflows/{workflowId}/execute': { ...turn, id: 'takeTurn' },
    'POST /v1/workflows/{workflowId}/execute': { ...turn, id: 'takeTurnShort', summary: 'Take a turn (short address)' },
  },
}
