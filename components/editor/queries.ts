import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { getJson, postJson, putJson, withQuery } from '#components/data/api.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import { type SaveDraftRequest, saveDraftAnswerSchema, workflowDetailSchema } from '#lib/contracts/workflows.ts'

const PATH = '/api/console/workflows'

/** One workflow with its draft, its active version and the list of versions; begins like every key of workflows. */
export function workflowDetail(environment: EnvironmentName, id: string) {
  return queryOptions({
    queryKey: ['workflows', 'detail', environment, id] as const,
    queryFn: ({ signal }) =>
      getJson(withQuery(`${PATH}/${encodeURIComponent(id)}`, { environment }), workflowDetailSchema, signal),
  })
}

/** Saves a draft; throws `ApiError` with status 409 when somebody has saved since `revision`. */
export function putDraft(workflowId: string, request: SaveDraftRequest) {
  return putJson(`${PATH}/${encodeURIComponent(workflowId)}/draft`, saveDraftAnswerSchema, request)
}

/** Keeps the stored draft before parts of it are written over by a merge. */
export function keepMergedDraft(workflowId: string) {
  return postJson(`${PATH}/${encodeURIComponent(workflowId)}/draft/history`, z.null(), { reason: 'merged' })
}
