import { z } from 'zod'
import { deliveredSchema, instanceSchema, processSchema, startedSchema } from '#lib/apis/process/contract.ts'
import type { ApiDescription } from './operation.ts'

const errorSchema = z.strictObject({
  status: z.int(),
  message: z.string(),
  path: z.string(),
  timestamp: z.iso.datetime(),
  errors: z
    .array(z.strictObject({ field: z.string(), message: z.string() }))
    .optional()
    .meta({ description: 'With 422: every field that does not fit' }),
})

const limitSchema = z.strictObject({
  error: z.literal('RATE_LIMIT_EXCEEDED'),
  message: z.string(),
  retryAfter: z.int().meta({ description: 'Seconds' }),
})

const changed = (status: 'resumed' | 'cancelled') =>
  z.strictObject({ processInstanceId: z.string(), status: z.literal(status) })
const STARTED = {
  200: { description: 'The instance is on record and its work has been taken on.', schema: startedSchema },
}
const NOTES = {
  processId: 'The UUID of the workflow, as in the address of its designer.',
  correlationKey: 'By what events find the instance; need not be unique.',
  data: 'Each key becomes a variable: `{name}`.',
}
const EXAMPLE = {
  processId: '0199c2a4-7c1e-7b5e-9f41-3d3a5a0c7e11',
  correlationKey: 'order-1042',
  data: { subject_id: 'user-42' },
}

/** The process API: start, and come back for the result. */
export const processDescription: ApiDescription = {
  name: 'process',
  title: 'Process API',
  description:
    'Starts a workflow and answers at once; read the instance to see how it goes. Workflows go by their UUID, instances by `inst_…`.',
  schemas: {
    StartedInstance: startedSchema,
    ProcessInstance: instanceSchema,
    Process: processSchema,
    ProcessError: errorSchema,
    ProcessRateLimit: limitSchema,
  },
  refusals: {
    429: { description: 'The key has used up its calls.', schema: limitSchema },
    default: { description: 'A refusal.', schema: errorSchema },
  },
  operations: {
    'POST /process/exec': {
      id: 'execProcess',
      summary: 'Start a process',
      description:
        'Starts the version that is active in the environment, or the one asked for. Each key of `data` becomes a variable that the workflow reads as `{name}`.',
      answers: STARTED,
      notes: NOTES,
      example: EXAMPLE,
    },
    'POST /process/start': {
      id: 'startProcess',
      summary: 'Start a process with a system key',
      description: 'The same on behalf of the organization that owns the process, which finds it in its audit trail.',
      answers: STARTED,
      notes: NOTES,
      example: EXAMPLE,
    },
    'POST /process/task': {
      id: 'completeTask',
      summary: 'Complete or cancel a task',
      description: 'Answers a node that waits. Of several calls at the same time exactly one wins, the others get 409.',
      answers: { 200: { description: 'The answer is on record.', schema: changed('resumed') } },
      notes: {
        nodeId: 'The id of the node that waits, from `waitingNodes` of the instance.',
        action: '`CANCEL` lets the process go on without an answer, or ends it, as its author chose.',
        data: 'The fields the node asks for.',
        contextId: 'Which of several pauses of the node is meant; the oldest unless given.',
      },
      example: {
        processInstanceId: 'inst_x4k2v7q3m5n6p2r4',
        nodeId: 'ask_name',
        action: 'COMPLETE',
        data: { value: 'Jane' },
      },
    },
    'GET /process/instance/{processInstanceId}': {
      id: 'getProcessInstance',
      summary: 'Read an instance',
      description: 'State, variables, and the nodes that wait with what they ask for.',
      answers: { 200: { description: 'The instance.', schema: instanceSchema } },
    },
    'GET /process/list': {
      id: 'listProcesses',
      summary: 'List processes',
      description: 'Every process of the organization with its active version.',
      answers: { 200: { description: 'A bare list.', schema: z.array(processSchema) } },
    },
    'POST /process/event': {
      id: 'deliverEvent',
      summary: 'Deliver an event',
      description:
        'Wakes every instance that waits for this event and key. One that nobody waits for is kept for `ttlSeconds`; a repeat with the same `messageId` within a day wakes nobody twice.',
      answers: {
        200: { description: 'Instances were woken.', schema: deliveredSchema },
        202: { description: 'Kept for later.', schema: z.strictObject({ status: z.literal('buffered') }) },
      },
      example: { eventName: 'payment_received', correlationKey: 'order-1042', data: { amount: 12 } },
      addition: true,
    },
    'POST /process/cancel': {
      id: 'cancelProcess',
      summary: 'Cancel an instance',
      description: 'Stops what runs and closes what waits.',
      answers: { 200: { description: 'The instance is cancelled.', schema: changed('cancelled') } },
      example: { processInstanceId: 'inst_x4k2v7q3m5n6p2r4', reason: 'Duplicate' },
      addition: true,
    },
  },
}
