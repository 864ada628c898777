'use client'

import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { RunPanel } from './run-panel.tsx'
import { StartForm } from './start-form.tsx'

/** Runs the draft on test input and shows what each block does with it. */
export function TestPane() {
  const mayRun = useMay('workflows:execute')
  return (
    <>
      {mayRun ? <StartForm /> : <Notice tone="busy" title={text.testRun.readOnly} className="m-4" />}
      <RunPanel />
    </>
  )
}
