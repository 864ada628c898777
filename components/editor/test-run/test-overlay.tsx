'use client'

import { useEffect, useMemo } from 'react'
import { useEditor } from '../editor-context.tsx'
import { useTestMemory } from './memory.ts'
import { coverageOverlay, runOverlay } from './overlay.ts'
import { useScenarioSummary } from './use-scenario-summary.ts'
import { useTestRun } from './use-test-run.ts'

/** Paints the test run on the canvas as it happens, or what the scenarios cover, whichever pane is open. */
export function TestOverlay() {
  const { workflow, graph, setOverlay } = useEditor()
  const [{ shows }] = useTestMemory(workflow.id)
  const { detail, stale } = useTestRun()
  const summary = useScenarioSummary()
  const overlay = useMemo(() => {
    if (shows === 'coverage') return summary && coverageOverlay(graph, summary.coverage)
    return detail && runOverlay(detail, stale)
  }, [shows, detail, stale, graph, summary])
  useEffect(() => {
    setOverlay(overlay)
    return () => setOverlay(undefined)
  }, [overlay, setOverlay])
  return null
}
