import { useCallback, useSyncExternalStore } from 'react'
import { z } from 'zod'
import { jsonObject } from '#lib/contracts/wire.ts'

const memorySchema = z.object({
  /** The input last written. */
  input: jsonObject,
  mode: z.enum(['form', 'json']),
  /** Whether the input stands open to be written. */
  inputOpen: z.boolean(),
  view: z.enum(['run', 'conversation', 'scenarios']),
  /** The test run on show. */
  executionId: z.string().nullable(),
  /** What the canvas shows: that run, or what the scenarios cover. */
  shows: z.enum(['run', 'coverage']),
})
/** What is remembered of testing one workflow, until the tab is closed. */
export type TestMemory = z.infer<typeof memorySchema>

const NOTHING: TestMemory = { input: {}, mode: 'form', inputOpen: true, view: 'run', executionId: null, shows: 'run' }
const known = new Map<string, TestMemory>()
const listeners = new Set<() => void>()

function recall(workflowId: string): TestMemory {
  const present = known.get(workflowId)
  if (present) return present
  const memory = read(workflowId)
  known.set(workflowId, memory)
  return memory
}

function read(workflowId: string): TestMemory {
  try {
    return memorySchema.parse(JSON.parse(window.sessionStorage.getItem(nameOf(workflowId)) ?? 'null'))
  } catch {
    return NOTHING
  }
}

function nameOf(workflowId: string): string {
  return `countersign.test-run.${workflowId}`
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What is remembered of testing a workflow, and a way to remember more. */
export function useTestMemory(workflowId: string): [TestMemory, (change: Partial<TestMemory>) => void] {
  const memory = useSyncExternalStore(
    subscribe,
    () => recall(workflowId),
    () => NOTHING,
  )
  const remember = useCallback(
    (change: Partial<TestMemory>) => {
      const next = { ...recall(workflowId), ...change }
      known.set(workflowId, next)
      window.sessionStorage.setItem(nameOf(workflowId), JSON.stringify(next))
      for (const listener of listeners) listener()
    },
    [workflowId],
  )
  return [memory, remember]
}
