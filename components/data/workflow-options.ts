import { useQuery } from '@tanstack/react-query'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import { workflowListSchema } from '#lib/contracts/workflows.ts'
import { getJson, withQuery } from './api.ts'

const MANY = 100
const FRESH_MS = 60_000

/** Names of the organization's workflows, for choosing one in a filter; empty until they are known. */
export function useWorkflowOptions(environment: EnvironmentName): { id: string; publicId: string; name: string }[] {
  const { data } = useQuery({
    queryKey: ['workflow-options', environment],
    queryFn: ({ signal }) =>
      getJson(withQuery('/api/console/workflows', { environment, limit: MANY }), workflowListSchema, signal),
    staleTime: FRESH_MS,
  })
  return data?.data ?? []
}
