'use client'

import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Dialog, DialogActions, DialogContent } from '#components/ui/dialog.tsx'

/** Shows a secret this once; only the button closes it, so that no stray click loses the secret. */
export function SecretDialog({ secret, onDone }: { secret: string | null; onDone(): void }) {
  return (
    <Dialog open={secret !== null} onOpenChange={(open) => !open && onDone()}>
      <DialogContent
        title={text.webhooks.secretTitle}
        description={text.webhooks.secretBody}
        onPointerDownOutside={(event) => event.preventDefault()}
        onEscapeKeyDown={(event) => event.preventDefault()}
      >
        <div className="mt-4 flex items-center justify-between gap-2 rounded-md border bg-sunken py-1 pr-1 pl-3">
          <code className="wrap-anywhere font-mono text-sm">{secret}</code>
          <CopyButton value={secret ?? ''} label={text.webhooks.secret} />
        </div>
        <DialogActions>
          <Button variant="primary" onClick={onDone}>
            {text.webhooks.secretDone}
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  )
}
