import type { ReactNode } from 'react'
import { ApiError, explain } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogActions, DialogContent } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'

/** A small form in a window; stays open, with what was typed, where it did not work. */
export function FormDialog({
  title,
  body,
  action,
  pending,
  error,
  disabled,
  onSubmit,
  onClose,
  children,
}: {
  title: string
  body?: string
  action: string
  pending: boolean
  error: Error | null
  disabled?: boolean
  onSubmit(): void
  onClose(): void
  children?: ReactNode
}) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={title} description={body}>
        <form
          noValidate
          className="mt-4 grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            onSubmit()
          }}
        >
          {children}
          {error && fieldError(error, 'slug') === undefined && (
            <Notice announce tone="bad" title={text.workflows.failed}>
              {explain(error).message}
            </Notice>
          )}
          <DialogActions>
            <Button onClick={onClose}>{text.workflows.cancel}</Button>
            <Button type="submit" variant="primary" pending={pending} disabled={disabled}>
              {action}
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  )
}

/** What the server says about one field, if it does. */
export function fieldError(error: Error | null, path: string): string | undefined {
  return error instanceof ApiError ? error.details.find((detail) => detail.path === path)?.message : undefined
}
