import { queryOptions } from '@tanstack/react-query'
import { getJson, putJson, withQuery } from '#components/data/api.ts'
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
