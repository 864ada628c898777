import { z } from 'zod'
import { graphSchema } from '#lib/engine/graph.ts'
import { problemSchema } from '#lib/engine/problem.ts'
import { executionStatusSchema } from './executions.ts'
import { environmentSchema, instant, limitSchema, pageOf, storable } from './wire.ts'

/** Where a workflow stands in one environment: `version` is the active version's number. */
export const badgeSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not_deployed') }),
  z.strictObject({ state: z.literal('live'), version: z.int() }),
  z.strictObject({ state: z.literal('draft_ahead'), version: z.int() }),
])
export type WorkflowBadge = z.infer<typeof badgeSchema>

/** `GET /api/console/workflows`: badge and last execution are those of `environment`. */
export const workflowListQuerySchema = z.strictObject({
  environment: environmentSchema.default('PRODUCTION'),
  /** Part of the name or of the public id, in any letter case. */
  q: z.string().trim().max(200).optional(),
  cursor: z.uuid().optional(),
  limit: limitSchema,
})
export type WorkflowListQuery = z.output<typeof workflowListQuerySchema>

export const workflowListItemSchema = z.strictObject({
  id: z.uuid(),
  /** `wf_<slug>`, the id of API v1. */
  publicId: z.string(),
  /** 24 hexadecimal digits, the id of the turns API. */
  hexId: z.string(),
  name: z.string(),
  description: z.string(),
  badge: badgeSchema,
  /** Number of the newest version, active or not; `null` before the first deploy. */
  latestVersion: z.int().nullable(),
  lastExecution: z
    .strictObject({ id: z.uuid(), publicId: z.string(), status: executionStatusSchema, createdAt: instant })
    .nullable(),
  updatedAt: instant,
})
export type WorkflowListItem = z.infer<typeof workflowListItemSchema>

export const workflowListSchema = pageOf(workflowListItemSchema)
export type WorkflowList = z.infer<typeof workflowListSchema>

export const versionSchema = z.strictObject({
  id: z.uuid(),
  number: z.int(),
  hash: z.string(),
  note: z.string(),
  createdBy: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  createdAt: instant,
  /** Environments in which this version is the active one. */
  activeIn: z.array(environmentSchema),
})
export type VersionView = z.infer<typeof versionSchema>

/** `GET /api/console/workflows/{workflowId}?environment=`. */
export const workflowDetailSchema = workflowListItemSchema.extend({
  environment: environmentSchema,
  createdAt: instant,
  draft: z.strictObject({
    graph: graphSchema,
    hash: z.string(),
    /** Sent back when the draft is saved; a save on an older revision is refused. */
    revision: z.int(),
    updatedAt: instant,
  }),
  /** The version active in the environment asked for. */
  active: z.strictObject({ versionId: z.uuid(), number: z.int(), graph: graphSchema, activatedAt: instant }).nullable(),
  /** Newest first. */
  versions: z.array(versionSchema),
})
export type WorkflowDetail = z.infer<typeof workflowDetailSchema>

export const workflowDetailQuerySchema = z.strictObject({ environment: environmentSchema.default('PRODUCTION') })

/** Body of `POST /api/console/workflows`. */
export const createWorkflowRequestSchema = storable(
  z.strictObject({
    name: z.string().trim().min(1).max(120),
    description: z.string().max(2_000).optional(),
    /** The part of the public id after `wf_`; made from the name unless given. */
    slug: z.string().max(64).optional(),
    /** The first draft; an entry block alone unless given. */
    graph: graphSchema.optional(),
  }),
)
export type CreateWorkflowRequest = z.output<typeof createWorkflowRequestSchema>

export const createWorkflowAnswerSchema = z.strictObject({ id: z.uuid(), publicId: z.string(), hexId: z.string() })
export type CreateWorkflowAnswer = z.infer<typeof createWorkflowAnswerSchema>

/** Body of `PUT /api/console/workflows/{workflowId}/draft`: `revision` is the one the changes were made on. */
export const saveDraftRequestSchema = storable(z.strictObject({ graph: graphSchema, revision: z.int().min(1) }))
export type SaveDraftRequest = z.output<typeof saveDraftRequestSchema>

export const saveDraftAnswerSchema = z.strictObject({ revision: z.int(), hash: z.string() })
export type SaveDraftAnswer = z.infer<typeof saveDraftAnswerSchema>

const environmentsSchema = z.array(environmentSchema).min(1)

/** Body of `POST /api/console/workflows/{workflowId}/deploy`. */
export const deployRequestSchema = storable(
  z.strictObject({
    environments: environmentsSchema,
    note: z.string().max(2_000).optional(),
    /** The draft's revision the author has seen; the present one unless given. */
    revision: z.int().min(1).optional(),
  }),
)
export type DeployRequest = z.output<typeof deployRequestSchema>

export const deployAnswerSchema = z.strictObject({
  versionId: z.uuid(),
  number: z.int(),
  /** What the graph check found without refusing. */
  warnings: z.array(problemSchema),
})
export type DeployAnswer = z.infer<typeof deployAnswerSchema>

/** Body of `POST /api/console/workflows/{workflowId}/activate`; answered with 204. */
export const activateRequestSchema = z.strictObject({ number: z.int().min(1), environments: environmentsSchema })
export type ActivateRequest = z.output<typeof activateRequestSchema>
