import { foldEvents } from '#lib/engine/evolve.ts'
import { graphOf } from '#lib/executions/drive.ts'
import type { StoredExecution } from '#lib/executions/records.ts'
import type { Runtime } from '#lib/ports.ts'
import type { Told } from '#lib/store/turns.ts'
import type { RunStory } from './events.ts'

/** What the executions below a run have to tell that has not been told, by the pause that waits for them; and how much that is. */
export async function storyBelow(
  runtime: Runtime,
  { id, organizationId }: StoredExecution,
  before: Told,
): Promise<{ below: RunStory['below']; told: Told }> {
  const told: Record<string, number> = { ...before }
  const below = new Map<string, RunStory[]>()
  const ids = await runtime.turns.below(id)
  for (const childId of ids) {
    const child = await runtime.executions.find(organizationId, { id: childId })
    if (!child?.parentPauseId) continue
    const [graph, { events }] = await Promise.all([graphOf(runtime, child), runtime.executions.events(childId)])
    const story = {
      graph,
      blocks: runtime.blocks,
      state: foldEvents(events),
      facts: events.slice(before[childId] ?? 0),
      below,
    }
    told[childId] = events.length
    below.set(child.parentPauseId, [...(below.get(child.parentPauseId) ?? []), story])
  }
  return { below, told }
}
