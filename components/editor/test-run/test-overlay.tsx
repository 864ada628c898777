'use client'

import { useEffect, useMemo } from 'react'
import { useEditor } from '../editor-context.tsx'
import { useTestMemory } from './memory.ts'
import { runOverlay } from './overlay.ts'
import { useTestRun } from './use-test-run.ts'

/** Paints the test run on the canvas as it happens, whichever pane is open. */
export function TestOverlay() {
  const { workflow, setOverlay } = useEditor()
  const [{ shows }] = useTestMemory(workflow.id)
  const { detail, stale } = useTestRun()
  const overlay = useMemo(
    () => (shows === 'run' && detail ? runOverlay(detail, stale) : undefined),
    [shows, detail, stale],
  )
  useEffect(() => {
    setOverlay(overlay)
    return () => setOverlay(undefined)
  }, [overlay, setOverlay])
  return null
}
