import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { Dialog, DialogContent } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { useEditor } from '../editor-context.tsx'
import { DeployForm } from './deploy-form.tsx'
import { deployPreview } from './queries.ts'

/** Everything to be known before a deploy, and the deploy. What is not saved yet is saved first. */
export function DeployDialog({ onClose }: { onClose(): void }) {
  const { revision, failed } = useSaved()
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={text.versions.deployTitleAny} description={text.versions.deployBody} className="max-w-2xl">
        {failed && (
          <Notice announce tone="bad" title={text.versions.unsaved} className="mt-4">
            {text.versions.unsavedBody}
          </Notice>
        )}
        {revision === null && !failed && <Waiting />}
        {revision !== null && <Prepared revision={revision} onClose={onClose} />}
      </DialogContent>
    </Dialog>
  )
}

/** The revision of the draft once everything is saved. */
function useSaved(): { revision: number | null; failed: boolean } {
  const { flush } = useEditor()
  const [saved, setSaved] = useState<{ revision: number | null; failed: boolean }>({ revision: null, failed: false })
  // The server is the outside here: what it holds is what will be deployed.
  useEffect(() => {
    flush().then(
      (revision) => setSaved({ revision, failed: false }),
      () => setSaved({ revision: null, failed: true }),
    )
  }, [flush])
  return saved
}

function Prepared({ revision, onClose }: { revision: number; onClose(): void }) {
  const { workflow } = useEditor()
  const { data, error, refetch } = useQuery(deployPreview(workflow.id, revision))
  if (data) return <DeployForm preview={data} onLookAgain={() => void refetch()} onClose={onClose} />
  if (error) return <QueryError error={error} onRetry={() => void refetch()} />
  return <Waiting />
}

function Waiting() {
  return (
    <Loading label={text.common.loading} className="mt-4 grid gap-3">
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-20 w-full" />
    </Loading>
  )
}
