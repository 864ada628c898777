import type { ReactNode } from 'react'
import { explain } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogActions, DialogContent } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'

/** Asks before something is done that others notice; stays open where it did not work. */
export function ConfirmDialog({
  title,
  body,
  action,
  pending,
  error,
  disabled,
  onConfirm,
  onClose,
  children,
}: {
  title: string
  body: string
  action: string
  pending: boolean
  error: Error | null
  disabled?: boolean
  onConfirm(): void
  onClose(): void
  children?: ReactNode
}) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={title} description={body}>
        {children}
        {error && (
          <Notice announce tone="bad" title={text.versions.failed} className="mt-4">
            {explain(error).message}
          </Notice>
        )}
        <DialogActions>
          <Button onClick={onClose}>{text.versions.cancel}</Button>
          <Button variant="primary" pending={pending} disabled={disabled} onClick={onConfirm}>
            {action}
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  )
}
