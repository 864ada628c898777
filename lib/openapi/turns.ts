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
  notes: {
    run_id: 'Of the run to go on with; without it a new run starts.',
    'run_input.command': '`stop` ends the run, `pause` parks it, `resume` goes on; `start` and `data` take a turn.',
    'run_input.dynamic_variables': 'Input of the workflow, merged over that of earlier turns.',
    'run_input.runtime_variables': 'Variables of the workflow, set before the turn.',
    'run_input.version_number': 'The version to run, from 0, on the first turn; 0 means the active one.',
    'run_input.thread_to_node_inputs': 'What the user says: messages for thread `0`.',
  },
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
