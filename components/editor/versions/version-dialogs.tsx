import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { toast } from '#components/ui/toast.tsx'
import type { VersionView, WorkflowDetail } from '#lib/contracts/workflows.ts'
import { useEditor } from '../editor-context.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { EnvironmentChoice } from './environment-choice.tsx'
import { useActivate, versionGraph } from './queries.ts'
import { useLoad } from './use-load.ts'

/** Environments by their names, for a sentence. */
export function environmentWords(environments: readonly (keyof typeof text.shell.environmentNames)[]): string {
  return text.versions.summary.and(environments.map((name) => text.shell.environmentNames[name]))
}

/** Makes an older version live again, where the person says. */
export function ActivateDialog({ version, onClose }: { version: VersionView; onClose(): void }) {
  const { workflow, environment } = useEditor()
  const { number } = version
  const [environments, setEnvironments] = useState([environment])
  const { mutate, isPending, error } = useActivate(workflow.id)
  return (
    <ConfirmDialog
      title={text.versions.activateTitle(number)}
      body={text.versions.activateBody}
      action={text.versions.activateDo(number)}
      pending={isPending}
      error={error}
      disabled={environments.length === 0}
      onClose={onClose}
      onConfirm={() =>
        mutate(
          { number, environments },
          {
            onSuccess: () => {
              toast.success(text.versions.activated(number, environmentWords(environments)))
              onClose()
            },
          },
        )
      }
    >
      <div className="mt-4">
        <EnvironmentChoice value={environments} onChange={setEnvironments} />
      </div>
    </ConfirmDialog>
  )
}

/** Loads a version into the draft. */
export function LoadDialog({ version, onClose }: { version: VersionView; onClose(): void }) {
  const { workflow } = useEditor()
  const client = useQueryClient()
  const { mutate, isPending, error } = useLoad()
  const name = text.versions.short(version.number)
  const graph = async () => (await client.fetchQuery(versionGraph(workflow.id, version.number))).graph
  return (
    <ConfirmDialog
      title={text.versions.loadTitle(name)}
      body={text.versions.loadBody}
      action={text.versions.loadDo}
      pending={isPending}
      error={error}
      onClose={onClose}
      onConfirm={() =>
        mutate({ graph, reason: 'version_loaded', done: text.versions.loaded(name) }, { onSuccess: onClose })
      }
    />
  )
}

/** Puts the draft back to what is live. */
export function DiscardDialog({ active, onClose }: { active: NonNullable<WorkflowDetail['active']>; onClose(): void }) {
  const { mutate, isPending, error } = useLoad()
  const done = text.versions.loaded(text.versions.short(active.number))
  return (
    <ConfirmDialog
      title={text.versions.discardTitle}
      body={text.versions.discardBody(active.number)}
      action={text.versions.discardDo}
      pending={isPending}
      error={error}
      onClose={onClose}
      onConfirm={() => mutate({ graph: async () => active.graph, reason: 'discarded', done }, { onSuccess: onClose })}
    />
  )
}
