import { z } from 'zod'
import { TERMINAL_STATUSES } from '#lib/engine/state.ts'
import { executionStatusSchema } from './executions.ts'
import { instant, json, jsonObject, storable } from './wire.ts'

/** How a pause at a block is answered; several for one block are taken in order. */
const scenarioAnswerSchema = z.strictObject({
  blockId: z.string().min(1).max(64),
  decision: z.string().min(1).max(64).optional(),
  data: jsonObject.default({}),
})
export type ScenarioAnswer = z.output<typeof scenarioAnswerSchema>

/** A value that must be found in the outputs: `path` is a block's id, then keys and positions, with dots between. */
const expectedOutputSchema = z.strictObject({ path: z.string().trim().min(1).max(300), value: json })
export type ExpectedOutput = z.infer<typeof expectedOutputSchema>

/** Body of `POST /api/console/workflows/{workflowId}/scenarios`, and of `PUT …/scenarios/{scenarioId}`. */
export const scenarioRequestSchema = storable(
  z.strictObject({
    name: z.string().trim().min(1).max(120),
    input: jsonObject,
    answers: z.array(scenarioAnswerSchema).max(100).default([]),
    expectedStatus: z.enum(TERMINAL_STATUSES),
    expectedOutputs: z.array(expectedOutputSchema).max(200).default([]),
  }),
)
export type ScenarioRequest = z.output<typeof scenarioRequestSchema>

/** What a run of a scenario came to. */
export const scenarioResultSchema = z.strictObject({
  passed: z.boolean(),
  /** `null` where the draft could not even start. */
  executionId: z.uuid().nullable(),
  /** Hash of the draft that ran. */
  draftHash: z.string(),
  status: executionStatusSchema.nullable(),
  /** Why the run was given up, for people. */
  problem: z.string().nullable(),
  /** What was to be found, and what was there: `null` where there was nothing. */
  differences: z.array(z.strictObject({ path: z.string(), expected: json, actual: json })),
  /** Blocks that ran, and edges taken. */
  blocks: z.array(z.string()),
  edges: z.array(z.string()),
  at: instant,
})
export type ScenarioResult = z.infer<typeof scenarioResultSchema>

export const scenarioSchema = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  input: jsonObject,
  answers: z.array(scenarioAnswerSchema),
  expectedStatus: z.enum(TERMINAL_STATUSES),
  expectedOutputs: z.array(expectedOutputSchema),
  lastResult: scenarioResultSchema.nullable(),
  createdBy: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  createdAt: instant,
  updatedAt: instant,
})
export type Scenario = z.infer<typeof scenarioSchema>

/** `GET /api/console/workflows/{workflowId}/scenarios`: by name. Results of another draft than `draftHash` are out of date. */
export const scenarioListSchema = z.strictObject({ data: z.array(scenarioSchema), draftHash: z.string() })
export type ScenarioList = z.infer<typeof scenarioListSchema>

/** `GET /api/console/test-runs/{executionId}/recording`: what a scenario of this run would be made of. */
export const recordingSchema = z.strictObject({
  input: jsonObject,
  answers: z.array(scenarioAnswerSchema),
  status: executionStatusSchema,
  /** Values in the outputs; those `suggested` speak of what was decided and do not change from run to run. */
  values: z.array(expectedOutputSchema.extend({ suggested: z.boolean() })),
})
export type Recording = z.infer<typeof recordingSchema>
