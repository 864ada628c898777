import { Ellipsis, GitCompare } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx'
import { Time } from '#components/ui/time.tsx'
import { Tooltip } from '#components/ui/tooltip.tsx'
import type { VersionView } from '#lib/contracts/workflows.ts'
import { useEditor } from '../editor-context.tsx'

/** What can be done with a version. */
export type VersionTask = { task: 'compare' | 'activate' | 'load'; version: VersionView }

/** One version: what it was for, who deployed it when, where it is live. */
export function VersionRow({ version, onTask }: { version: VersionView; onTask(task: VersionTask): void }) {
  return (
    <li className="grid gap-1 px-4 py-3">
      <div className="flex items-center gap-1">
        <span className="tabular mr-1 font-semibold">{text.versions.short(version.number)}</span>
        <span className="flex min-w-0 flex-1 flex-wrap gap-1">
          {version.activeIn.map((environment) => (
            <Badge key={environment} tone="good">
              {text.versions.activeIn(text.shell.environmentNames[environment])}
            </Badge>
          ))}
        </span>
        <Actions version={version} onTask={onTask} />
      </div>
      <p className={version.note ? 'wrap-anywhere whitespace-pre-wrap' : 'text-ink-faint'}>
        {version.note || text.versions.noNote}
      </p>
      <p className="text-ink-soft text-sm">
        <Time at={version.createdAt} /> {version.createdBy && text.versions.by(version.createdBy.name)}
      </p>
    </li>
  )
}

function Actions({ version, onTask }: { version: VersionView; onTask(task: VersionTask): void }) {
  const { readOnly } = useEditor()
  const mayDeploy = useMay('workflows:deploy')
  return (
    <>
      <Tooltip content={text.versions.compare}>
        <Button
          size="icon-sm"
          variant="quiet"
          aria-label={`${text.versions.compare}: ${text.versions.name(version.number)}`}
          onClick={() => onTask({ task: 'compare', version })}
        >
          <GitCompare aria-hidden="true" />
        </Button>
      </Tooltip>
      {(mayDeploy || !readOnly) && (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button size="icon-sm" variant="quiet" aria-label={text.versions.more(version.number)}>
              <Ellipsis aria-hidden="true" />
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            {mayDeploy && (
              <DropdownMenuItem onSelect={() => onTask({ task: 'activate', version })}>
                {text.versions.activate}
              </DropdownMenuItem>
            )}
            {!readOnly && (
              <DropdownMenuItem onSelect={() => onTask({ task: 'load', version })}>
                {text.versions.load}
              </DropdownMenuItem>
            )}
          </DropdownMenuContent>
        </DropdownMenu>
      )}
    </>
  )
}
