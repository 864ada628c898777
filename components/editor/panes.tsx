import { text } from '#components/messages/text.ts'
import { Tab, TabPanel, Tabs, TabsList } from '#components/ui/tabs.tsx'
import { CodePane } from './code/code-pane.tsx'
import { PANES, useEditor } from './editor-context.tsx'
import { Inspector } from './inspector/inspector.tsx'
import { WorkflowPane } from './inspector/workflow-pane.tsx'
import { TestPane } from './test-run/test-pane.tsx'
import { VersionsPane } from './versions/versions-pane.tsx'

const CONTENTS = {
  inspector: Inspector,
  test: TestPane,
  versions: VersionsPane,
  code: CodePane,
  workflow: WorkflowPane,
}

/** The panes beside the canvas, one at a time. */
export function Panes() {
  const { pane, openPane } = useEditor()
  return (
    <Tabs
      value={pane}
      onValueChange={(chosen) => {
        const name = PANES.find((candidate) => candidate === chosen)
        if (name) openPane(name)
      }}
      className="flex h-full min-h-0 flex-col"
    >
      <TabsList aria-label={text.editor.panel} className="shrink-0 px-2">
        {PANES.map((name) => (
          <Tab key={name} value={name} className="px-2.5">
            {text.editor.panes[name]}
          </Tab>
        ))}
      </TabsList>
      {PANES.map((name) => {
        const Content = CONTENTS[name]
        return (
          <TabPanel key={name} value={name} className="min-h-0 flex-1 overflow-y-auto pt-0">
            <Content />
          </TabPanel>
        )
      })}
    </Tabs>
  )
}
