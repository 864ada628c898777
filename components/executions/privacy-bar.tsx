'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { explain } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogActions, DialogClose, DialogContent } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { ExecutionDetail } from '#lib/contracts/executions.ts'
import { useReveal } from './queries.ts'

const SHORTEST_REASON = 3

/** Says whether personal data is concealed, and lets those who may see it give a reason and look. */
export function PrivacyBar({
  detail,
  onReveal,
  onHide,
}: {
  detail: ExecutionDetail
  onReveal(revealed: ExecutionDetail): void
  /** Present while something is revealed. */
  onHide: (() => void) | undefined
}) {
  const may = useMay('executions:reveal')
  const [asking, setAsking] = useState(false)
  if (onHide) {
    return (
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md bg-wait-wash px-4 py-2 text-wait">
        <Eye aria-hidden="true" className="size-4 shrink-0" />
        <p role="status" className="min-w-0 flex-1 basis-52 font-medium">
          {text.executions.revealed}
        </p>
        <Button size="sm" onClick={onHide}>
          <EyeOff aria-hidden="true" />
          {text.executions.hide}
        </Button>
      </div>
    )
  }
  if (!detail.concealed) return null
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border bg-surface px-4 py-2">
      <EyeOff aria-hidden="true" className="size-4 shrink-0 text-ink-soft" />
      <p className="min-w-0 flex-1 basis-52 text-ink-soft">
        {may ? text.executions.concealed : text.executions.concealedFor}
      </p>
      {may && (
        <Button size="sm" onClick={() => setAsking(true)}>
          <Eye aria-hidden="true" />
          {text.executions.reveal}
        </Button>
      )}
      <Dialog open={asking} onOpenChange={setAsking}>
        <DialogContent title={text.executions.revealTitle} description={text.executions.revealBody}>
          <ReasonForm
            executionId={detail.id}
            onReveal={(revealed) => {
              setAsking(false)
              onReveal(revealed)
            }}
          />
        </DialogContent>
      </Dialog>
    </div>
  )
}

function ReasonForm({ executionId, onReveal }: { executionId: string; onReveal(revealed: ExecutionDetail): void }) {
  const [reason, setReason] = useState('')
  const reveal = useReveal(executionId)
  const ready = reason.trim().length >= SHORTEST_REASON
  return (
    <form
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) reveal.mutate(reason.trim(), { onSuccess: onReveal })
      }}
    >
      {reveal.error && <Notice announce tone="bad" title={explain(reveal.error).message} />}
      <Field label={text.executions.revealReason} help={text.executions.revealReasonHelp} required>
        {(control) => (
          <Input {...control} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
        )}
      </Field>
      <DialogActions>
        <DialogClose asChild>
          <Button>{text.executions.notNow}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" pending={reveal.isPending} disabled={!ready}>
          {text.executions.reveal}
        </Button>
      </DialogActions>
    </form>
  )
}
