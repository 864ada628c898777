import { Panel, useReactFlow } from '@xyflow/react'
import { type LucideIcon, Maximize, Network, Plus, ZoomIn, ZoomOut } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Tooltip } from '#components/ui/tooltip.tsx'
import { useEditor } from '../editor-context.tsx'
import { useCanvasActions } from './canvas-actions.ts'

const FIT = { padding: 0.15, maxZoom: 1, duration: 200 }

/** What changes the view, and the arrangement. */
export function CanvasTools() {
  const { dispatch, readOnly } = useEditor()
  const { chooseAfter } = useCanvasActions()
  const { zoomIn, zoomOut, fitView } = useReactFlow()
  return (
    <Panel position="top-right" className="m-2!">
      <div role="toolbar" aria-label={text.editor.tools} className="flex rounded-md border bg-raised">
        {!readOnly && <Tool label={text.editor.addBlock} icon={Plus} onClick={() => chooseAfter()} />}
        {!readOnly && <Tool label={text.editor.tidy} icon={Network} onClick={() => dispatch({ type: 'layout' })} />}
        <Tool label={text.editor.zoomOut} icon={ZoomOut} onClick={() => void zoomOut()} />
        <Tool label={text.editor.zoomIn} icon={ZoomIn} onClick={() => void zoomIn()} />
        <Tool label={text.editor.fit} icon={Maximize} onClick={() => void fitView(FIT)} />
      </div>
    </Panel>
  )
}

function Tool({ label, icon: Icon, onClick }: { label: string; icon: LucideIcon; onClick(): void }) {
  return (
    <Tooltip content={label}>
      <Button variant="quiet" size="icon-sm" aria-label={label} onClick={onClick}>
        <Icon aria-hidden="true" />
      </Button>
    </Tooltip>
  )
}
