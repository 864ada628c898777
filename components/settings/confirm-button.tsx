'use client'

import { type ReactNode, useState } from 'react'
import { explain } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'

/** A button that asks once more before it acts; `act` resolves when it is done, and a refusal stays in the dialog. */
export function ConfirmButton({
  label,
  title,
  body,
  danger,
  icon,
  act,
}: {
  label: string
  title: string
  body: string
  danger?: boolean
  icon: ReactNode
  act(): Promise<unknown>
}) {
  const [open, setOpen] = useState(false)
  const [error, setError] = useState<unknown>()
  const [pending, setPending] = useState(false)
  const confirm = async () => {
    setPending(true)
    setError(undefined)
    try {
      await act()
      setOpen(false)
    } catch (refusal) {
      setError(refusal)
    } finally {
      setPending(false)
    }
  }
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant={danger ? 'danger' : 'secondary'}>
          {icon}
          {label}
        </Button>
      </DialogTrigger>
      <DialogContent title={title} description={body}>
        {error !== undefined && (
          <Notice announce tone="bad" title={text.webhooks.failed} className="mt-4">
            {explain(error).message}
          </Notice>
        )}
        <DialogActions>
          <DialogClose asChild>
            <Button>{text.webhooks.cancel}</Button>
          </DialogClose>
          <Button variant={danger ? 'danger' : 'primary'} pending={pending} onClick={() => void confirm()}>
            {label}
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  )
}
