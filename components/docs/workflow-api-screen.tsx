'use client'

import { useQuery } from '@tanstack/react-query'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useEnvironment } from '#components/session/session.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { WorkflowApi } from './workflow-api.tsx'
import { callableWorkflow } from './workflow-queries.ts'

/** The page that says how programs call one workflow. */
export function WorkflowApiScreen({ workflowId }: { workflowId: string }) {
  const [environment] = useEnvironment()
  const { data, error, refetch } = useQuery(callableWorkflow(workflowId, environment))
  if (!data && error) return <QueryError error={error} onRetry={() => void refetch()} />
  if (!data) {
    return (
      <Loading label={text.common.loading} className="grid gap-4">
        <Skeleton className="h-7 w-72 max-w-full" />
        <Skeleton className="h-80" />
      </Loading>
    )
  }
  const crumbs = [
    { label: text.workflows.title, href: '/workflows' },
    { label: data.name, href: `/designer/${workflowId}` },
  ]
  return (
    <>
      <PageHeader title={text.docs.workflow.title} crumbs={crumbs} />
      <WorkflowApi workflow={data} />
    </>
  )
}
