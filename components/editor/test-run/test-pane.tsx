'use client'

import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { ToggleGroup } from '#components/ui/toggle-group.tsx'
import { Conversation } from '../chat/conversation.tsx'
import { useEditor } from '../editor-context.tsx'
import { useTestMemory } from './memory.ts'
import { RunPanel } from './run-panel.tsx'
import { ScenarioPanel } from './scenario-panel.tsx'
import { StartForm } from './start-form.tsx'

const VIEWS = [
  { value: 'run', label: text.testRun.run },
  { value: 'conversation', label: text.chat.title },
  { value: 'scenarios', label: text.testRun.scenarios },
] as const

/** Runs the draft on test input and shows what each block does with it; keeps and runs scenarios. */
export function TestPane() {
  const { workflow } = useEditor()
  const [{ view }, remember] = useTestMemory(workflow.id)
  const mayRun = useMay('workflows:execute')
  return (
    <>
      <div className="px-4 pt-4">
        <ToggleGroup
          label={text.testRun.views}
          value={view}
          options={VIEWS}
          onChange={(chosen) => remember({ view: chosen })}
        />
      </div>
      {!mayRun && <Notice tone="busy" title={text.testRun.readOnly} className="m-4" />}
      {view === 'run' && mayRun && <StartForm />}
      {view === 'run' && <RunPanel />}
      {view === 'conversation' && mayRun && <Conversation />}
      {view === 'scenarios' && <ScenarioPanel />}
    </>
  )
}
