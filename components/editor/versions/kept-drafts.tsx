import { useQuery, useQueryClient } from '@tanstack/react-query'
import { explain } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { exactTime } from '#components/ui/format-time.ts'
import { Notice } from '#components/ui/notice.tsx'
import { Time } from '#components/ui/time.tsx'
import type { DraftHistory } from '#lib/contracts/workflows.ts'
import { useEditor } from '../editor-context.tsx'
import { keptDrafts, keptGraph } from './queries.ts'
import { useLoad } from './use-load.ts'

/** What stood in the draft before something was loaded over it; nothing is shown where nothing was. */
export function KeptDrafts() {
  const { workflow } = useEditor()
  const { data } = useQuery(keptDrafts(workflow.id))
  const { mutate, isPending, error } = useLoad()
  if (!data || data.data.length === 0) return null
  return (
    <details className="border-t">
      <summary className="cursor-pointer px-4 py-3 font-medium">
        {text.versions.kept} <span className="tabular text-ink-soft">({data.data.length})</span>
      </summary>
      <p className="px-4 pb-2 text-ink-soft text-sm">{text.versions.keptBody}</p>
      {error && (
        <Notice announce tone="bad" title={text.versions.failed} className="mx-4 mb-2">
          {explain(error).message}
        </Notice>
      )}
      <ol className="divide-y border-t">
        {data.data.map((kept) => (
          <Kept key={kept.id} kept={kept} pending={isPending} onLoad={mutate} />
        ))}
      </ol>
    </details>
  )
}

function Kept({
  kept,
  pending,
  onLoad,
}: {
  kept: DraftHistory['data'][number]
  pending: boolean
  onLoad: ReturnType<typeof useLoad>['mutate']
}) {
  const { workflow, readOnly } = useEditor()
  const client = useQueryClient()
  const time = exactTime(Date.parse(kept.savedAt))
  const graph = async () => (await client.fetchQuery(keptGraph(workflow.id, kept.id))).graph
  return (
    <li className="flex items-center gap-2 px-4 py-2 text-sm">
      <span className="grid min-w-0 flex-1">
        <span>
          <Time at={kept.savedAt} /> {kept.savedBy && text.versions.by(kept.savedBy.name)}
        </span>
        <span className="text-ink-soft">{text.versions.keptReasons[kept.reason]}</span>
      </span>
      {!readOnly && (
        <Button
          size="sm"
          disabled={pending}
          aria-label={text.versions.restoreNamed(time)}
          onClick={() =>
            onLoad({ graph, reason: 'restored', done: text.versions.loaded(text.versions.keptName(time)) })
          }
        >
          {text.versions.restore}
        </Button>
      )}
    </li>
  )
}
