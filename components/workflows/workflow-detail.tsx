'use client'

import { useQuery } from '@tanstack/react-query'
import { Activity } from 'lucide-react'
import Link from 'next/link'
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs'
import { useCallback } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { GraphSkeleton, GraphView } from '#components/graph/graph-view.tsx'
import { text } from '#components/messages/text.ts'
import { useEnvironment } from '#components/session/session.tsx'
import { buttonLook } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { CopyableId } from '#components/ui/copy-button.tsx'
import { KeyValues } from '#components/ui/key-values.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { ToggleGroup } from '#components/ui/toggle-group.tsx'
import { WorkflowBadge } from '#components/ui/workflow-badge.tsx'
import type { WorkflowDetail } from '#lib/contracts/workflows.ts'
import { BlockPanel } from './block-panel.tsx'
import { workflowDetail } from './queries.ts'
import { VersionList } from './version-list.tsx'

const CRUMBS = [{ label: text.workflows.title, href: '/workflows' }]
const COLUMNS = 'grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,25rem)]'

/** One workflow: its graph, how each block is set up, and its versions. */
export function WorkflowDetailScreen({ workflowId }: { workflowId: string }) {
  const [environment] = useEnvironment()
  const { data, error, refetch } = useQuery(workflowDetail(environment, workflowId))
  if (data) return <Detail workflow={data} />
  return (
    <>
      <PageHeader crumbs={CRUMBS} title={text.workflows.name} />
      {error ? <QueryError error={error} onRetry={() => void refetch()} /> : <DetailSkeleton />}
    </>
  )
}

function Detail({ workflow }: { workflow: WorkflowDetail }) {
  const [shown, setShown] = useQueryState('show', parseAsStringLiteral(['draft', 'live']).withDefault('draft'))
  const [selected, setSelected] = useQueryState('block', parseAsString)
  const select = useCallback((blockId: string) => void setSelected(blockId), [setSelected])
  const { active, draft } = workflow
  const graph = shown === 'live' && active ? active.graph : draft.graph
  return (
    <>
      <PageHeader
        crumbs={CRUMBS}
        title={workflow.name}
        badge={<WorkflowBadge badge={workflow.badge} />}
        description={workflow.description}
        actions={
          <Link href={`/executions?workflow=${workflow.id}`} className={buttonLook()}>
            <Activity aria-hidden="true" />
            {text.workflows.executions}
          </Link>
        }
      />
      <div className={COLUMNS}>
        <GraphView
          title={text.graph.diagram}
          graph={graph}
          selected={selected ?? undefined}
          onSelect={select}
          actions={
            active &&
            workflow.badge.state === 'draft_ahead' && (
              <ToggleGroup
                label={text.workflows.show}
                value={shown}
                onChange={(chosen) => void setShown(chosen)}
                options={[
                  { value: 'draft', label: text.workflows.draft },
                  { value: 'live', label: text.workflows.deployed(active.number) },
                ]}
              />
            )
          }
        />
        <div className="grid min-w-0 gap-4">
          <BlockPanel graph={graph} blockId={selected ?? undefined} />
          <VersionList versions={workflow.versions} />
          <Card aria-labelledby="ids-title">
            <CardHeader id="ids-title" title={text.workflows.ids} />
            <KeyValues
              className="p-4"
              items={[
                {
                  label: text.workflows.idV1,
                  value: <CopyableId value={workflow.publicId} label={text.workflows.idV1} />,
                },
                {
                  label: text.workflows.idProcess,
                  value: <CopyableId value={workflow.id} label={text.workflows.idProcess} />,
                },
                {
                  label: text.workflows.idTurns,
                  value: <CopyableId value={workflow.hexId} label={text.workflows.idTurns} />,
                },
              ]}
            />
          </Card>
        </div>
      </div>
    </>
  )
}

function DetailSkeleton() {
  return (
    <div className={COLUMNS}>
      <Card className="overflow-hidden">
        <CardHeader title={text.graph.diagram} />
        <GraphSkeleton />
      </Card>
      <div className="grid gap-4">
        <Skeleton className="h-48 w-full rounded-lg" />
        <Skeleton className="h-64 w-full rounded-lg" />
      </div>
    </div>
  )
}
