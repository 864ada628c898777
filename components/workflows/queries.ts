import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { z } from 'zod'
import { getJson, patchJson, postJson, withQuery } from '#components/data/api.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import {
  type ChangeWorkflowRequest,
  type CreateWorkflowRequest,
  createWorkflowAnswerSchema,
  type DuplicateRequest,
  templateListSchema,
  useTemplateAnswerSchema,
  workflowListSchema,
} from '#lib/contracts/workflows.ts'

const PATH = '/api/console/workflows'
const PAGE_ROWS = 50

export type ListFilter = { q: string; archived: boolean }

/** Names of what is kept of workflows. */
const workflowKeys = {
  all: ['workflows'] as const,
  list: (environment: EnvironmentName, filter: ListFilter) => ['workflows', 'list', environment, filter] as const,
  templates: ['workflow-templates'] as const,
}

/** The organization's workflows as they stand in one environment. */
export function workflowList(environment: EnvironmentName, filter: ListFilter) {
  const { q, archived } = filter
  return infiniteQueryOptions({
    queryKey: workflowKeys.list(environment, filter),
    queryFn: ({ signal, pageParam }) =>
      getJson(
        withQuery(PATH, { environment, q, archived: archived ? 'true' : '', cursor: pageParam, limit: PAGE_ROWS }),
        workflowListSchema,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })
}

/** What a workflow may begin with; part of the product, so it does not change while the page is open. */
export function templateList() {
  return queryOptions({
    queryKey: workflowKeys.templates,
    queryFn: ({ signal }) => getJson(`${PATH}/templates`, templateListSchema, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Lets lists be read anew, without keeping whoever asked for the change waiting. */
function useForgetting() {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: workflowKeys.all })
}

/** Makes a workflow. */
export function useCreate() {
  return useMutation({
    mutationFn: (request: CreateWorkflowRequest) => postJson(PATH, createWorkflowAnswerSchema, request),
    onSuccess: useForgetting(),
  })
}

/** Makes a workflow from a template, with those that it runs. */
export function useFromTemplate() {
  return useMutation({
    mutationFn: (template: string) => postJson(`${PATH}/templates`, useTemplateAnswerSchema, { template }),
    onSuccess: useForgetting(),
  })
}

/** Makes a workflow that begins with another one's draft. */
export function useDuplicate(workflowId: string) {
  return useMutation({
    mutationFn: (request: DuplicateRequest) =>
      postJson(`${PATH}/${workflowId}/duplicate`, createWorkflowAnswerSchema, request),
    onSuccess: useForgetting(),
  })
}

/** Renames, describes, archives or restores a workflow. */
export function useChange(workflowId: string) {
  return useMutation({
    mutationFn: (request: ChangeWorkflowRequest) => patchJson(`${PATH}/${workflowId}`, z.null(), request),
    onSuccess: useForgetting(),
  })
}
