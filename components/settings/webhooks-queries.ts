import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { deleteJson, getJson, postJson, putJson, withQuery } from '#components/data/api.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import {
  deliveryListSchema,
  deliverySchema,
  type EndpointChangeBody,
  endpointListSchema,
  endpointSchema,
  endpointSecretSchema,
  type NewEndpointBody,
  removedSchema,
} from '#lib/contracts/webhooks.ts'

const PATH = '/api/console/webhooks'
const PAGE_ROWS = 25
const REFRESH_MS = 3_000

/** Names of what is kept of webhooks. */
const webhookKeys = {
  all: ['webhooks'] as const,
  list: (environment: EnvironmentName) => ['webhooks', 'list', environment] as const,
  detail: (id: string) => ['webhooks', 'detail', id] as const,
  deliveries: (id: string, cursor: string) => ['webhooks', 'deliveries', id, cursor] as const,
}

/** Every endpoint of an environment. */
export function endpointList(environment: EnvironmentName) {
  return queryOptions({
    queryKey: webhookKeys.list(environment),
    queryFn: ({ signal }) => getJson(withQuery(PATH, { environment }), endpointListSchema, signal),
  })
}

export function endpointDetail(id: string) {
  return queryOptions({
    queryKey: webhookKeys.detail(id),
    queryFn: ({ signal }) => getJson(addressOf(id), endpointSchema, signal),
  })
}

/** One page of what was sent to an endpoint; the first page renews itself. */
export function deliveryList(id: string, cursor: string) {
  return queryOptions({
    queryKey: webhookKeys.deliveries(id, cursor),
    queryFn: ({ signal }) =>
      getJson(withQuery(`${addressOf(id)}/deliveries`, { cursor, limit: PAGE_ROWS }), deliveryListSchema, signal),
    placeholderData: keepPreviousData,
    refetchInterval: cursor === '' ? REFRESH_MS : false,
  })
}

export function useCreateEndpoint() {
  return useChange((body: NewEndpointBody) => postJson(PATH, endpointSecretSchema, body))
}

export function useChangeEndpoint(id: string) {
  return useChange((body: EndpointChangeBody) => putJson(addressOf(id), endpointSchema, body))
}

export function useRemoveEndpoint(id: string) {
  return useChange(() => deleteJson(addressOf(id), removedSchema))
}

export function useRotateSecret(id: string) {
  return useChange(() => postJson(`${addressOf(id)}/rotate`, endpointSecretSchema, {}))
}

export function useSendTest(id: string) {
  return useChange(() => postJson(`${addressOf(id)}/test`, deliverySchema, {}))
}

export function useRedeliver(id: string) {
  return useChange((deliveryId: string) =>
    postJson(`${addressOf(id)}/deliveries/${encodeURIComponent(deliveryId)}/redeliver`, deliverySchema, {}),
  )
}

function addressOf(id: string): string {
  return `${PATH}/${encodeURIComponent(id)}`
}

function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: () => queryClient.invalidateQueries({ queryKey: webhookKeys.all }),
  })
}
