import { History } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Time } from '#components/ui/time.tsx'
import type { VersionView } from '#lib/contracts/workflows.ts'

/** Every version with who deployed it, why, and where it is active. */
export function VersionList({ versions }: { versions: readonly VersionView[] }) {
  return (
    <Card aria-labelledby="versions-title">
      <CardHeader id="versions-title" title={text.workflows.versions} />
      {versions.length === 0 && (
        <EmptyState icon={History} title={text.workflows.versionsEmpty}>
          {text.workflows.versionsEmptyBody}
        </EmptyState>
      )}
      <ol className="divide-y">
        {versions.map((version) => (
          <li key={version.id} className="grid gap-1 px-4 py-3">
            <div className="flex flex-wrap items-center gap-2">
              <span className="tabular font-semibold">v{version.number}</span>
              {version.activeIn.map((environment) => (
                <Badge key={environment} tone="good">
                  {text.shell.environmentNames[environment]}
                </Badge>
              ))}
              <span className="ml-auto text-ink-soft text-sm">
                <Time at={version.createdAt} />
              </span>
            </div>
            <p className={version.note ? undefined : 'text-ink-faint'}>{version.note || text.workflows.noNote}</p>
            {version.createdBy && <p className="text-ink-soft text-sm">{text.workflows.by(version.createdBy.name)}</p>}
          </li>
        ))}
      </ol>
    </Card>
  )
}
