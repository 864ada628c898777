'use client'

import { Ban } from 'lucide-react'
import { useState } from 'react'
import { ApiError, explain } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { toast } from '#components/ui/toast.tsx'
import { useCancelExecution } from './queries.ts'

/** Cancels an execution after asking once more. */
export function CancelButton({ executionId }: { executionId: string }) {
  const [open, setOpen] = useState(false)
  const cancel = useCancelExecution(executionId)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (next) cancel.reset()
      }}
    >
      <DialogTrigger asChild>
        <Button variant="danger">
          <Ban aria-hidden="true" />
          {text.executions.cancel}
        </Button>
      </DialogTrigger>
      <DialogContent title={text.executions.cancelTitle} description={text.executions.cancelBody}>
        {cancel.error && (
          <Notice announce tone="bad" title={text.executions.cancelFailed} className="mt-4">
            {isLate(cancel.error) ? text.executions.cancelLate : explain(cancel.error).message}
          </Notice>
        )}
        <DialogActions>
          <DialogClose asChild>
            <Button>{text.executions.cancelKeep}</Button>
          </DialogClose>
          <Button
            variant="danger"
            pending={cancel.isPending}
            onClick={() =>
              cancel.mutate(undefined, {
                onSuccess: () => {
                  setOpen(false)
                  toast.success(text.executions.cancelDone)
                },
              })
            }
          >
            {text.executions.cancel}
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  )
}

function isLate(error: Error): boolean {
  return error instanceof ApiError && error.code === 'already_terminal'
}
