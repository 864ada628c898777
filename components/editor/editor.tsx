'use client'

import { useQuery } from '@tanstack/react-query'
import { Redo2, Undo2 } from 'lucide-react'
import { useCallback } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { GraphSkeleton, GraphView } from '#components/graph/graph-view.tsx'
import { text } from '#components/messages/text.ts'
import { useEnvironment } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { WorkflowBadge } from '#components/ui/workflow-badge.tsx'
import { EditorProvider, useEditor } from './editor-context.tsx'
import { Panes } from './panes.tsx'
import { ProblemsPanel } from './problems/problems-panel.tsx'
import { workflowDetail } from './queries.ts'
import { DeployButton } from './versions/deploy-button.tsx'

const CRUMBS = [{ label: text.workflows.title, href: '/workflows' }]

/** The designer: draws a workflow's draft, and everything that is done with it. */
export function EditorScreen({ workflowId }: { workflowId: string }) {
  const [environment] = useEnvironment()
  const { data, error, refetch } = useQuery(workflowDetail(environment, workflowId))
  if (data) {
    return (
      <EditorProvider key={data.id} workflow={data} environment={environment}>
        <Editor />
      </EditorProvider>
    )
  }
  return (
    <>
      <PageHeader crumbs={CRUMBS} title={text.workflows.name} />
      {error ? <QueryError error={error} onRetry={() => void refetch()} /> : <GraphSkeleton />}
    </>
  )
}

function Editor() {
  const { workflow, graph, selection, select, problems, overlay } = useEditor()
  const choose = useCallback((blockId: string) => select({ blockIds: [blockId] }), [select])
  return (
    <>
      <PageHeader
        crumbs={CRUMBS}
        title={workflow.name}
        badge={<WorkflowBadge badge={workflow.badge} />}
        actions={<Actions />}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,25rem)]">
        <div className="grid gap-4">
          <GraphView
            title={text.graph.diagram}
            graph={graph}
            selected={selection.blockIds[0]}
            onSelect={choose}
            {...(overlay && { overlay })}
          />
          <Card>
            <h2 className="border-b px-4 py-2 font-semibold">{text.editor.problems(problems.length)}</h2>
            <ProblemsPanel />
          </Card>
        </div>
        <Card className="min-w-0 lg:h-[38rem]">
          <Panes />
        </Card>
      </div>
    </>
  )
}

function Actions() {
  const editor = useEditor()
  return (
    <div className="flex items-center gap-2">
      <span role="status" className="text-ink-soft text-sm">
        {editor.readOnly ? text.editor.readOnly : text.editor.saveStates[editor.saveState]}
      </span>
      <Button
        size="icon"
        variant="quiet"
        aria-label={text.editor.undo}
        disabled={!editor.canUndo}
        onClick={editor.undo}
      >
        <Undo2 aria-hidden="true" />
      </Button>
      <Button
        size="icon"
        variant="quiet"
        aria-label={text.editor.redo}
        disabled={!editor.canRedo}
        onClick={editor.redo}
      >
        <Redo2 aria-hidden="true" />
      </Button>
      <DeployButton />
    </div>
  )
}
