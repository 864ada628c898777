import { z } from 'zod'
import type { Graph } from '#lib/engine/graph.ts'
import { checkDeployable, checkDraft } from '#lib/engine/validate.ts'
import { AppError, isAppError } from '#lib/errors.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { changeWorkflow } from '#lib/workflows/change.ts'
import { deployWorkflow } from '#lib/workflows/deploy.ts'
import { restoreRedacted, secretsOf } from '#lib/workflows/redact-graph.ts'
import { parseGraph, refuseErrors } from '#lib/workflows/require-runnable.ts'
import { requireDraft } from '#lib/workflows/require-workflow.ts'
import { saveDraft } from '#lib/workflows/save-draft.ts'
import { nameSchema } from './contract.ts'
import { type V1Caller, v1Family } from './family.ts'
import {
  deployAnswerSchema,
  deployRequestSchema,
  patchRequestSchema,
  stateAnswerSchema,
  stateRequestSchema,
  toProblem,
  type WorkflowDetailWire,
} from './manage-contract.ts'
import { detailOf, findByName } from './workflow-detail.ts'
import { environmentToWire } from './workflow-wire.ts'

const params = z.object({ workflowId: nameSchema })
const TRIES = 5

/** `/v1/workflows/{id}`: reads, renames, archives and restores a workflow; nothing is ever deleted that an execution refers to. */
export function workflowRoute(runtime: () => Runtime) {
  const family = v1Family(runtime)
  return defineMethods(envelopeErrors, {
    GET: defineRoute(family, {
      permission: 'workflows:read',
      params,
      handler: async (caller, { params: { workflowId } }) => replyDetail(await detailOf(runtime(), caller, workflowId)),
    }),
    PATCH: defineRoute(family, {
      permission: 'workflows:write',
      params,
      body: patchRequestSchema,
      handler: async (caller, { params: { workflowId }, body }) => {
        const { id } = await findByName(runtime(), caller, workflowId)
        await changeWorkflow(runtime(), caller, id, body)
        return replyDetail(await detailOf(runtime(), caller, workflowId))
      },
    }),
    DELETE: defineRoute(family, {
      permission: 'workflows:write',
      params,
      handler: async (caller, { params: { workflowId } }) => {
        const { id } = await findByName(runtime(), caller, workflowId)
        await changeWorkflow(runtime(), caller, id, { archived: true })
        return replyDetail(await detailOf(runtime(), caller, workflowId))
      },
    }),
  })
}

/** `PUT /v1/workflows/{id}/state`: replaces the draft. */
export function stateRoute(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    PUT: defineRoute(v1Family(runtime), {
      permission: 'workflows:write',
      params,
      body: stateRequestSchema,
      handler: async (caller, { params: { workflowId }, body }, request) => {
        const { id } = await findLive(runtime(), caller, workflowId)
        const graph = parseGraph(body.state)
        refuseErrors(checkDraft(graph))
        const version = expectedVersion(request, body.version)
        const { revision, hash } = await replaceDraft(runtime(), caller, { id, graph, version })
        const problems = checkDeployable(graph, runtime().blocks).map(toProblem)
        const answer = stateAnswerSchema.parse({ id: workflowId, version: revision, hash, problems })
        return replyJson(200, answer, { etag: `"${revision}"` })
      },
    }),
  })
}

/** `POST /v1/workflows/{id}/deploy`: makes the draft the active version in the environment of the key. */
export function deployRoute(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(v1Family(runtime), {
      permission: 'workflows:deploy',
      params,
      body: deployRequestSchema,
      handler: async (caller, { params: { workflowId }, body }, request) => {
        const { id } = await findLive(runtime(), caller, workflowId)
        const { note, acknowledge: acknowledged } = body
        const revision = expectedVersion(request, body.version)
        const deployed = await deployWorkflow(runtime(), caller, id, {
          environments: [caller.environment],
          note,
          acknowledged,
          ...(revision !== undefined && { revision }),
        })
        const answer = deployAnswerSchema.parse({
          id: workflowId,
          environment: environmentToWire(caller.environment),
          deployedVersion: deployed.number,
          hash: deployed.hash,
          warnings: deployed.warnings.map(toProblem),
        })
        return replyJson(201, answer)
      },
    }),
  })
}

function replyDetail(detail: WorkflowDetailWire): Response {
  return replyJson(200, detail, { etag: `"${detail.version}"` })
}

/** A workflow that is not archived. */
async function findLive(runtime: Runtime, caller: V1Caller, publicId: string): Promise<{ id: string }> {
  const found = await findByName(runtime, caller, publicId)
  if (found.archived) throw new AppError('workflow_archived', 'The workflow is archived; restore it to change it')
  return found
}

/** The version the caller has seen, from the body or `If-Match` (RFC 9110, 13.1.1); `*` means any. */
function expectedVersion(request: Request, given: number | undefined): number | undefined {
  const header = request.headers.get('if-match')?.trim()
  if (header === undefined || header === '*') return given
  const version = Number(/^"([1-9]\d{0,9})"$/.exec(header)?.[1])
  if (Number.isNaN(version) || (given !== undefined && given !== version)) {
    throw new AppError('validation_failed', 'If-Match must hold the version in quotes, as ETag gave it', {
      details: [{ path: 'If-Match', message: 'Must be the version in quotes, and the same as in the body' }],
    })
  }
  return version
}

/** Saves over the version the caller has seen, or over whatever there is. */
async function replaceDraft(
  runtime: Runtime,
  caller: V1Caller,
  { id, graph, version }: { id: string; graph: Graph; version: number | undefined },
): Promise<{ revision: number; hash: string }> {
  const secrets = await secretsOf(runtime, caller)
  for (let tries = 1; ; tries++) {
    const stored = await requireDraft(runtime, caller, id)
    const whole = restoreRedacted(graph, stored.graph, secrets)
    try {
      return await saveDraft(runtime, caller, id, { graph: whole, revision: version ?? stored.revision })
    } catch (error) {
      if (version !== undefined || tries === TRIES || !isAppError(error) || error.code !== 'draft_conflict') throw error
    }
  }
}
