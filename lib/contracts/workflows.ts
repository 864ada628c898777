import { z } from 'zod'
import { graphSchema } from '#lib/engine/graph.ts'
import { type Problem, problemSchema } from '#lib/engine/problem.ts'
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
  /** `true` shows the archived ones, and no others. */
  archived: z.stringbool().default(false),
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
  archived: z.boolean(),
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
    /** Who saved it last. */
    updatedBy: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
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

/** Body of `PATCH /api/console/workflows/{workflowId}`; an archived workflow can be found and run no more until it is restored. */
export const changeWorkflowRequestSchema = storable(
  z
    .strictObject({
      name: createWorkflowRequestSchema.shape.name.optional(),
      description: createWorkflowRequestSchema.shape.description,
      archived: z.boolean().optional(),
    })
    .refine((change) => Object.keys(change).length > 0, 'Nothing to change'),
)
export type ChangeWorkflowRequest = z.output<typeof changeWorkflowRequestSchema>

/** Body of `POST /api/console/workflows/{workflowId}/duplicate`: the name of the copy, which begins with this draft. */
export const duplicateRequestSchema = storable(
  z.strictObject({ name: createWorkflowRequestSchema.shape.name, slug: createWorkflowRequestSchema.shape.slug }),
)
export type DuplicateRequest = z.output<typeof duplicateRequestSchema>

/** `GET /api/console/workflows/templates`, in the order of the gallery. */
export const templateListSchema = z.strictObject({
  data: z.array(
    z.strictObject({
      slug: z.string(),
      name: z.string(),
      description: z.string(),
      graph: graphSchema,
      /** Names of the workflows made with it, where the organization has none under their ids. */
      brings: z.array(z.string()),
    }),
  ),
})
export type TemplateList = z.infer<typeof templateListSchema>

/** Body of `POST /api/console/workflows/templates`; answered with what was made, the workflow itself first. */
export const useTemplateRequestSchema = z.strictObject({ template: z.string().max(64) })
export const useTemplateAnswerSchema = z.strictObject({ created: z.array(createWorkflowAnswerSchema).min(1) })

const environmentsSchema = z.array(environmentSchema).min(1)

/** What a policy finding is acknowledged by: `credential_without_screening:credential_issue`. */
export function findingId({ code, blockId = '' }: Pick<Problem, 'code' | 'blockId'>): string {
  return `${code}:${blockId}`
}

/** `GET /api/console/workflows/{workflowId}/deploy`: what a deploy of the draft would do. */
export const deployPreviewSchema = z.strictObject({
  /** The draft that was looked at; sent back with the deploy. */
  revision: z.int(),
  hash: z.string(),
  graph: graphSchema,
  /** Everything the graph check found: errors stand in the way, policy findings are to be acknowledged. */
  problems: z.array(problemSchema),
  /** The number the version will get. */
  nextNumber: z.int(),
  environments: z.array(
    z.strictObject({
      environment: environmentSchema,
      /** Public ids of workflows that the draft runs and that have no active version here. */
      missing: z.array(z.string()),
      live: z.strictObject({ versionId: z.uuid(), number: z.int(), hash: z.string(), graph: graphSchema }).nullable(),
      /** Executions that have not ended and go on with the version they began with; `null` for drafts. */
      staying: z.array(z.strictObject({ number: z.int().nullable(), paused: z.int(), running: z.int() })),
      /** Workflows whose active version runs this one; they get the new version at their next call. */
      callers: z.array(
        z.strictObject({ id: z.uuid(), publicId: z.string(), name: z.string(), blocks: z.array(z.string()) }),
      ),
    }),
  ),
})
export type DeployPreview = z.infer<typeof deployPreviewSchema>

/** Body of `POST /api/console/workflows/{workflowId}/deploy`. */
export const deployRequestSchema = storable(
  z.strictObject({
    environments: environmentsSchema,
    /** Why this is deployed. */
    note: z.string().trim().min(1, 'Say why').max(2_000),
    /** Every policy finding of the draft, by `findingId`. */
    acknowledged: z.array(z.string().max(200)).max(1_000).default([]),
    /** The draft's revision the author has seen; the present one unless given. */
    revision: z.int().min(1).optional(),
  }),
)
export type DeployRequest = z.output<typeof deployRequestSchema>

export const deployAnswerSchema = z.strictObject({
  versionId: z.uuid(),
  number: z.int(),
  hash: z.string(),
  /** What the graph check found without refusing. */
  warnings: z.array(problemSchema),
})
export type DeployAnswer = z.infer<typeof deployAnswerSchema>

/** `GET /api/console/workflows/{workflowId}/versions/{number}`. */
export const versionGraphSchema = z.strictObject({
  id: z.uuid(),
  number: z.int(),
  hash: z.string(),
  graph: graphSchema,
})
export type VersionGraph = z.infer<typeof versionGraphSchema>

/** Body of `POST /api/console/workflows/{workflowId}/activate`; answered with 204. */
export const activateRequestSchema = z.strictObject({ number: z.int().min(1), environments: environmentsSchema })
export type ActivateRequest = z.output<typeof activateRequestSchema>

/** Why a draft was kept. */
export const KEEP_REASONS = ['version_loaded', 'discarded', 'merged', 'replaced', 'restored'] as const

/** Body of `POST /api/console/workflows/{workflowId}/draft/history`: keeps the draft as stored, before another is loaded over it. */
export const keepDraftRequestSchema = z.strictObject({ reason: z.enum(KEEP_REASONS) })
export type KeepReason = (typeof KEEP_REASONS)[number]

export const keptDraftSchema = z.strictObject({
  id: z.uuid(),
  hash: z.string(),
  revision: z.int(),
  savedBy: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  savedAt: instant,
  reason: z.enum(KEEP_REASONS),
  keptBy: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  keptAt: instant,
})

/** `GET /api/console/workflows/{workflowId}/draft/history`: the latest 20, newest first. */
export const draftHistorySchema = z.strictObject({ data: z.array(keptDraftSchema) })
export type DraftHistory = z.infer<typeof draftHistorySchema>

/** `GET /api/console/workflows/{workflowId}/draft/history/{keptId}`. */
export const keptGraphSchema = keptDraftSchema.extend({ graph: graphSchema })
export type KeptGraph = z.infer<typeof keptGraphSchema>
