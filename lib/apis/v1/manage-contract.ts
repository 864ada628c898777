import { z } from 'zod'
import { storable } from '#lib/contracts/wire.ts'
import { findingId } from '#lib/contracts/workflows.ts'
import { graphSchema } from '#lib/engine/graph.ts'
import { isJsonObject, type JsonObject } from '#lib/engine/json.ts'
import { problemSchema } from '#lib/engine/problem.ts'
import { workflowSchema } from './contract.ts'

/** Wire shapes of managing workflows over API v1. */

const jsonObject = z.custom<JsonObject>(isJsonObject, 'Must be an object')
const name = z.string().trim().min(1).max(120)
const description = z.string().max(2_000)

/** A workflow with its draft: `version` counts the draft's edits, `deployedVersion` is what callers get. */
export const workflowDetailSchema = workflowSchema.extend({
  description: z.string(),
  deployedVersion: z.int().nullable(),
  /** SHA-256 of the canonical draft, and of the version active in the environment: equal ones run alike. */
  hash: z.string(),
  deployedHash: z.string().nullable(),
  archived: z.boolean(),
  /** The draft; only for callers who may read definitions. */
  state: graphSchema.optional(),
})
export type WorkflowDetailWire = z.infer<typeof workflowDetailSchema>

/** Body of `POST /v1/workflows`. */
export const createRequestSchema = storable(
  z.strictObject({
    name,
    description: description.optional(),
    /** The part of the id after `wf_`; made from the name unless given. */
    slug: z.string().max(64).optional(),
    state: jsonObject.optional(),
  }),
)

/** Body of `PATCH /v1/workflows/{id}`. */
export const patchRequestSchema = storable(
  z
    .strictObject({ name: name.optional(), description: description.optional(), archived: z.boolean().optional() })
    .refine((change) => Object.keys(change).length > 0, 'Nothing to change'),
)

/** Body of `PUT /v1/workflows/{id}/state`: `version` is the one the changes were made on; so is `If-Match`. */
export const stateRequestSchema = storable(z.strictObject({ state: jsonObject, version: z.int().min(1).optional() }))

export const stateAnswerSchema = z.strictObject({
  id: z.string(),
  version: z.int(),
  hash: z.string(),
  /** Everything that stands in the way of a deploy, and what would be remarked on. */
  problems: z.array(problemSchema.extend({ id: z.string() })),
})

/** Body of `POST /v1/workflows/{id}/deploy`, into the environment of the key. */
export const deployRequestSchema = storable(
  z.strictObject({
    note: z.string().trim().min(1, 'Say why').max(2_000),
    /** Ids of the policy findings that are meant, like `credential_without_screening:credential_issue`. */
    acknowledge: z.array(z.string().max(200)).max(1_000).default([]),
    version: z.int().min(1).optional(),
  }),
)

export const deployAnswerSchema = z.strictObject({
  id: z.string(),
  environment: z.enum(['staging', 'production']),
  deployedVersion: z.int(),
  hash: z.string(),
  warnings: z.array(problemSchema.extend({ id: z.string() })),
})

/** A problem with the id by which a policy finding is acknowledged. */
export function toProblem(problem: z.infer<typeof problemSchema>): z.infer<typeof problemSchema> & { id: string } {
  return { ...problem, id: findingId(problem) }
}
