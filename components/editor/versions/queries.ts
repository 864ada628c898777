import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { getJson, postJson } from '#components/data/api.ts'
import {
  type ActivateRequest,
  type DeployRequest,
  deployAnswerSchema,
  deployPreviewSchema,
  draftHistorySchema,
  type KeepReason,
  keptGraphSchema,
  versionGraphSchema,
} from '#lib/contracts/workflows.ts'

const pathOf = (workflowId: string) => `/api/console/workflows/${encodeURIComponent(workflowId)}`
const nothing = z.null()

/** What a deploy of the stored draft would do; never kept, for executions come and go. */
export function deployPreview(workflowId: string, revision: number) {
  return queryOptions({
    queryKey: ['workflows', 'deploy', workflowId, revision] as const,
    queryFn: ({ signal }) => getJson(`${pathOf(workflowId)}/deploy`, deployPreviewSchema, signal),
    staleTime: 0,
    gcTime: 0,
  })
}

/** The graph of one version, which never changes. */
export function versionGraph(workflowId: string, number: number) {
  return queryOptions({
    queryKey: ['workflow-version', workflowId, number] as const,
    queryFn: ({ signal }) => getJson(`${pathOf(workflowId)}/versions/${number}`, versionGraphSchema, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Drafts that something was loaded over. */
export function keptDrafts(workflowId: string) {
  return queryOptions({
    queryKey: ['workflows', 'kept-drafts', workflowId] as const,
    queryFn: ({ signal }) => getJson(`${pathOf(workflowId)}/draft/history`, draftHistorySchema, signal),
  })
}

/** One kept draft with its graph. */
export function keptGraph(workflowId: string, keptId: string) {
  return queryOptions({
    queryKey: ['workflow-kept-draft', workflowId, keptId] as const,
    queryFn: ({ signal }) => getJson(`${pathOf(workflowId)}/draft/history/${keptId}`, keptGraphSchema, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Keeps the stored draft before another graph is loaded over it. */
export function useKeepDraft(workflowId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (reason: KeepReason) => postJson(`${pathOf(workflowId)}/draft/history`, nothing, { reason }),
    onSuccess: () => void client.invalidateQueries({ queryKey: keptDrafts(workflowId).queryKey }),
  })
}

/** Makes an existing version live. */
export function useActivate(workflowId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (request: ActivateRequest) => postJson(`${pathOf(workflowId)}/activate`, nothing, request),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['workflows'] }),
  })
}

/** Deploys the draft. */
export function useDeploy(workflowId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (request: DeployRequest) => postJson(`${pathOf(workflowId)}/deploy`, deployAnswerSchema, request),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['workflows'] }),
  })
}
