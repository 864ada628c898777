import { GitCompare } from 'lucide-react'
import { useMemo, useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { blockRegistry } from '#lib/blocks/index.ts'
import type { DeployPreview } from '#lib/contracts/workflows.ts'
import { diffGraphs } from '#lib/engine/diff.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { CompareDialog } from './compare-dialog.tsx'
import { useDiff } from './comparison.tsx'
import { DiffList } from './diff-list.tsx'
import { summaryOf } from './words.ts'

type Place = DeployPreview['environments'][number]
type Live = NonNullable<Place['live']>

/** The live versions that would be replaced, each once. */
function replaced(places: readonly Place[]): Live[] {
  const byNumber = new Map(places.flatMap(({ live }) => (live ? [[live.number, live] as const] : [])))
  return [...byNumber.values()]
}

/** What runs differently from each version that would be replaced. */
export function DeployChanges({ preview, places }: { preview: DeployPreview; places: readonly Place[] }) {
  const former = replaced(places)
  if (places.length > 0 && former.length === 0) {
    return <p className="text-ink-soft">{text.versions.diffFirst}</p>
  }
  return former.map((live) => <Since key={live.number} live={live} graph={preview.graph} />)
}

function Since({ live, graph }: { live: Live; graph: Graph }) {
  const { diff, names } = useDiff(live.graph, graph)
  const [open, setOpen] = useState(false)
  return (
    <section aria-label={text.versions.diff(live.number)} className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-medium">{text.versions.diff(live.number)}</h3>
        <Button size="sm" onClick={() => setOpen(true)}>
          <GitCompare aria-hidden="true" />
          {text.versions.showPicture}
        </Button>
      </div>
      <section
        aria-label={text.versions.changes}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-64 overflow-y-auto rounded-md border bg-sunken p-3"
      >
        <DiffList diff={diff} names={names} />
      </section>
      {open && <CompareDialog from={live.number} to="draft" onClose={() => setOpen(false)} />}
    </section>
  )
}

/** What the changes would say for themselves, where one version is replaced. */
export function useSuggestedNote({ graph }: DeployPreview, places: readonly Place[]): string {
  const [live] = replaced(places)
  return useMemo(() => (live ? summaryOf(diffGraphs(live.graph, graph, blockRegistry)) : ''), [live, graph])
}
