import { useState } from 'react'
import { explain } from '#components/data/api.ts'
import { useEditor } from '../editor-context.tsx'
import { useRunScenario } from './scenario-queries.ts'

/** Scenarios that are being run, one after the other. */
export type Running = { id: string; done: number; all: number }

/** Saves the draft and runs scenarios on it, one after the other; the first that cannot be run ends it. */
export function useRunScenarios() {
  const { workflow, flush } = useEditor()
  const [running, setRunning] = useState<Running | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const runOne = useRunScenario(workflow.id)

  const run = async (ids: readonly string[]) => {
    setRefusal(null)
    try {
      await flush()
      for (const [done, id] of ids.entries()) {
        setRunning({ id, done, all: ids.length })
        await runOne(id)
      }
    } catch (error) {
      setRefusal(explain(error).message)
    } finally {
      setRunning(null)
    }
  }
  return { running, refusal, run: (ids: readonly string[]) => void run(ids) }
}
