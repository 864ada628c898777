import { z } from 'zod'
import {
  executionListSchema,
  executionResultSchema,
  executionStatusSchema,
  storedFileSchema,
  workflowSchema,
} from '#lib/apis/v1/contract.ts'
import { deployAnswerSchema, stateAnswerSchema, workflowDetailSchema } from '#lib/apis/v1/manage-contract.ts'
import { tokenSchema } from '#lib/apis/v1/token.ts'
import { errorBodySchema } from '#lib/contracts/wire.ts'
import type { ApiDescription } from './operation.ts'

const result = (description: string) => ({ description, schema: executionResultSchema })
const RESULTS = { 200: result('The execution has ended.'), 202: result('The execution has paused.') }
const DETAIL = { description: 'The workflow.', schema: workflowDetailSchema }
const LIST = { description: 'One page, newest first.', schema: executionListSchema }

const verificationSchema = z.looseObject({
  valid: z.boolean(),
  reason: z.string().meta({ description: '`valid`, or why the credential does not hold' }),
})

/** API v1: run a workflow and have its result in one call. */
export const v1Description: ApiDescription = {
  name: 'v1',
  title: 'API v1',
  description:
    'One call runs a workflow and answers with its result. Workflows go by `wf_…`, executions by an id of your choice or `exec_…`.',
  schemas: {
    ExecutionResult: executionResultSchema,
    ExecutionStatus: executionStatusSchema,
    ExecutionList: executionListSchema,
    Workflow: workflowSchema,
    WorkflowDetail: workflowDetailSchema,
    Token: tokenSchema,
    StoredFile: storedFileSchema,
    Error: errorBodySchema,
  },
  refusals: { default: { description: 'A refusal: what is wrong, and where.', schema: errorBodySchema } },
  operations: {
    'POST /v1/workflows/execute': {
      id: 'executeWorkflow',
      summary: 'Execute a workflow',
      description:
        'Runs the version that is active in the environment of the key and answers when it has ended (200) or waits for something from outside (202). `output` is keyed by block id. A failed execution is an answer too: 200 with `success: false`.\n\nChoose `options.executionId` or send `Idempotency-Key` to make repeats harmless. `runFromBlock` goes on behind a pause, or runs anew from a block of an earlier execution.',
      answers: RESULTS,
      notes: {
        workflowId: 'The id of the workflow, `wf_…`.',
        workflow: 'A graph that takes the place of the stored one for this run.',
        useDraftState: 'Runs the draft instead of the deployed version.',
        'options.executionId': 'Becomes the id of the execution. A second call with it is refused with 409.',
        'options.input': 'What the workflow is given; its first block says what it asks for.',
        'options.environmentVariables':
          'Take the place of variables of the environment for this run, and are kept secret.',
        'options.workflowVariables': 'Take the place of variables of the workflow for this run.',
        'options.maxParallelNodes': 'How many blocks run at the same time; 2 unless the workflow says otherwise.',
        'runFromBlock.executionId': 'The execution to go on with, or to run anew.',
        'runFromBlock.sourceExecutionId': 'Another name of `executionId`.',
        'runFromBlock.startBlockId': 'The block to begin with; directly behind an open pause it answers that pause.',
        'runFromBlock.blockId': 'Another name of `startBlockId`.',
        parentExecutionId: 'Kept with the execution as given.',
        callChain: 'Ids of the workflows above this one; the same id again is refused.',
      },
      example: {
        workflowId: 'wf_kyc_standard',
        options: { input: { subject_id: 'user_jane_doe_001', document_type: 'passport' } },
      },
    },
    'GET /v1/workflows': {
      id: 'listWorkflows',
      summary: 'List workflows',
      description: 'Every workflow of the organization, as it stands in the environment of the key.',
      answers: { 200: { description: 'A bare list.', schema: z.array(workflowSchema) } },
    },
    'POST /v1/workflows': {
      id: 'createWorkflow',
      summary: 'Create a workflow',
      description: 'Makes a workflow with a draft, empty or with the given `state`.',
      answers: { 201: DETAIL },
      example: { name: 'Standard check', slug: 'standard_check' },
    },
    'GET /v1/workflows/{workflowId}': {
      id: 'getWorkflow',
      summary: 'Read a workflow',
      description: 'With `workflows:editor:read` the draft comes along as `state`, secrets left out.',
      answers: { 200: DETAIL },
    },
    'PATCH /v1/workflows/{workflowId}': {
      id: 'changeWorkflow',
      summary: 'Rename, archive or restore a workflow',
      description: 'Changes what is given.',
      answers: { 200: DETAIL },
      example: { name: 'Standard check, Europe' },
    },
    'DELETE /v1/workflows/{workflowId}': {
      id: 'archiveWorkflow',
      summary: 'Archive a workflow',
      description: 'The workflow takes no more calls. Its executions stay on record, and it can be restored.',
      answers: { 200: DETAIL },
    },
    'PUT /v1/workflows/{workflowId}/state': {
      id: 'replaceDraft',
      summary: 'Replace the draft',
      description:
        'With `version` or `If-Match` only while nobody else has changed it. Problems are answered, not refused.',
      answers: { 200: { description: 'The draft is saved.', schema: stateAnswerSchema } },
      example: { state: { blocks: [{ id: 'start', type: 'start', name: 'Start' }], edges: [] } },
    },
    'POST /v1/workflows/{workflowId}/deploy': {
      id: 'deployWorkflow',
      summary: 'Deploy the draft',
      description: 'Checks the draft, makes a version of it and activates that in the environment of the key.',
      answers: { 201: { description: 'The version is active.', schema: deployAnswerSchema } },
      example: { note: 'Ask for a passport only', acknowledge: [] },
    },
    'GET /v1/workflows/executions': {
      id: 'listExecutions',
      summary: 'List executions',
      description: 'Go on with `cursor` from `nextCursor` until that is `null`.',
      answers: { 200: LIST },
    },
    'GET /v1/workflows/{workflowId}/executions': {
      id: 'listWorkflowExecutions',
      summary: 'List the executions of a workflow',
      description: 'Like the list of all executions, for one workflow.',
      answers: { 200: LIST },
    },
    'GET /v1/workflows/status/{executionId}': {
      id: 'getExecution',
      summary: 'Read an execution',
      description: 'Where an execution stands, with its result so far: 200 in every state.',
      answers: { 200: { description: 'The execution.', schema: executionStatusSchema } },
    },
    'POST /v1/workflows/executions/{executionId}/resume': {
      id: 'resumeExecution',
      summary: 'Answer a pause',
      description:
        'Answers one open pause and goes on with the same execution. A review needs the scope `reviews:decide`; one that is restricted to people is refused.',
      answers: RESULTS,
      notes: {
        pauseId: 'The pause to answer: `contextId` of a pause point.',
        blockId: 'The block that waits, where the pause is not named.',
        decision: 'One of the decisions of the pause point.',
        input: 'The fields the pause asks for.',
      },
      example: { blockId: 'manual_review', decision: 'approved', input: { note: 'Checked by phone' } },
      addition: true,
    },
    'POST /v1/workflows/executions/{executionId}/cancel': {
      id: 'cancelExecution',
      summary: 'Cancel an execution',
      description: 'Answers when nothing of it runs any more.',
      answers: RESULTS,
      example: { reason: 'The customer has withdrawn' },
      addition: true,
    },
    'GET /v1/workflows/executions/{executionId}/events': {
      id: 'followExecution',
      summary: 'Follow an execution',
      description:
        'Server-sent events from the beginning, or after `Last-Event-ID`; the stream ends with the execution.',
      answers: {
        200: { description: 'Events as they happen.', type: 'text/event-stream' },
        204: { description: 'Nothing is left to tell.' },
      },
      addition: true,
    },
    'GET /v1/workflows/executions/{executionId}/outputs/{blockId}': {
      id: 'getOutput',
      summary: 'Get an output whole',
      description:
        'What a block left, of its latest visit unless one is named. Answers show an output of more than 1 MiB as `{"$ref", "bytes"}`: the address here, and its length.',
      answers: { 200: { description: 'The output.', schema: z.record(z.string(), z.json()) } },
      notes: { visit: 'Which visit of the block, from 1.' },
      addition: true,
    },
    'POST /v1/auth/token': {
      id: 'createToken',
      summary: 'Get a token',
      description:
        'A token signed with ES256 that stands for the key for a quarter of an hour, with all of its scopes or a part of them. It dies with its key. Send it as `Authorization: Bearer …`.',
      answers: { 200: { description: 'The token.', schema: tokenSchema } },
      example: { scopes: ['workflows:execute'] },
      addition: true,
    },
    'POST /v1/files': {
      id: 'storeFile',
      summary: 'Store a file',
      description: 'Puts an image or PDF on record, optionally as a document of a subject that workflows can look up.',
      answers: { 201: { description: 'The file is on record.', schema: storedFileSchema } },
      form: {
        type: 'object',
        properties: {
          file: { type: 'string', contentMediaType: 'application/octet-stream' },
          subject_id: { type: 'string', maxLength: 200 },
          document_type: { type: 'string', maxLength: 200 },
        },
        required: ['file'],
      },
      addition: true,
    },
    'POST /v1/credentials/verify': {
      id: 'verifyCredential',
      summary: 'Verify a credential',
      description: 'Says whether a credential of this instance holds now, and if not why: 200 for every verdict.',
      answers: { 200: { description: 'The verdict.', schema: verificationSchema } },
      example: { jwt: 'eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl' },
    },
  },
}
