'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useCallback, useState } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { GraphSkeleton } from '#components/graph/graph-view.tsx'
import { text } from '#components/messages/text.ts'
import { useEnvironment } from '#components/session/session.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { ToggleGroup } from '#components/ui/toggle-group.tsx'
import { Canvas } from './canvas/canvas.tsx'
import { CanvasFrame } from './canvas/canvas-frame.tsx'
import { Palette } from './canvas/palette.tsx'
import { EditorProvider, useEditor } from './editor-context.tsx'
import { EditorHeader } from './editor-header.tsx'
import { EditorOutline } from './outline/outline.tsx'
import { Panes } from './panes.tsx'
import { ProblemsDrawer } from './problems-drawer.tsx'
import { workflowDetail } from './queries.ts'
import { SearchPanel } from './search-panel.tsx'
import { TestOverlay } from './test-run/test-overlay.tsx'
import { useEditorCommands } from './use-editor-commands.ts'
import { useLeaveGuard } from './use-leave-guard.ts'

const CRUMBS = [{ label: text.workflows.title, href: '/workflows' }]

/** The designer: draws a workflow's draft, and everything that is done with it. */
export function EditorScreen({ workflowId }: { workflowId: string }) {
  const [environment] = useEnvironment()
  const { data, error, refetch } = useQuery(workflowDetail(environment, workflowId))
  if (data) {
    return (
      <EditorProvider key={data.id} workflow={data} environment={environment}>
        <CanvasFrame>
          <Editor />
        </CanvasFrame>
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

const VIEWS = ['diagram', 'outline'] as const

function Drawing() {
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('diagram'))
  return (
    <div className="relative h-full">
      {view === 'diagram' ? <Canvas /> : <EditorOutline />}
      <div className="absolute top-2 left-2 z-10">
        <ToggleGroup
          label={text.graph.view}
          value={view}
          onChange={(chosen) => void setView(chosen)}
          options={VIEWS.map((value) => ({ value, label: text.graph[value] }))}
        />
      </div>
    </div>
  )
}

function Editor() {
  const { readOnly } = useEditor()
  const [searching, setSearching] = useState(false)
  useEditorCommands(useCallback(() => setSearching(true), []))
  useLeaveGuard()
  return (
    <div
      data-fills-page
      className="-mx-4 -my-5 sm:-mx-6 lg:-mx-8 lg:-my-7 flex flex-col lg:sticky lg:top-0 lg:h-dvh lg:min-h-[32rem]"
    >
      <TestOverlay />
      <EditorHeader />
      <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
        {!readOnly && (
          <div className="flex w-52 shrink-0 flex-col border-r bg-surface max-lg:hidden">
            <Palette />
          </div>
        )}
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <section
            aria-label={text.editor.canvas}
            className="relative min-h-0 flex-1 max-lg:h-[60dvh] max-lg:flex-none"
          >
            <Drawing />
            {searching && (
              <div className="absolute inset-y-14 right-2 z-20 flex items-start">
                <SearchPanel onClose={() => setSearching(false)} />
              </div>
            )}
          </section>
          <ProblemsDrawer />
        </div>
        <aside
          aria-label={text.editor.panel}
          className="flex min-h-0 shrink-0 flex-col border-t bg-surface lg:w-96 lg:border-t-0 lg:border-l"
        >
          <Panes />
        </aside>
      </div>
    </div>
  )
}
