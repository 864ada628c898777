'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { explain } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Dialog, DialogActions, DialogClose, DialogContent } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { ExecutionDetail } from '#lib/contracts/executions.ts'
import { isJsonObject, type Json, type JsonObject } from '#lib/engine/json.ts'
import { useRunAgain } from './queries.ts'

/** Runs an execution again, all of it or from one block on, with the version and input that are chosen here. */
export function AgainDialog({
  detail,
  fromBlock,
  onClose,
}: {
  detail: ExecutionDetail
  /** All of it where it is left out. */
  fromBlock?: { id: string; name: string } | undefined
  onClose(): void
}) {
  const words = text.executions
  const router = useRouter()
  const again = useRunAgain(detail.id)
  const [version, setVersion] = useState<'same' | 'active'>('same')
  const [edited, setEdited] = useState<string | null>(null)
  const input = edited === null ? undefined : readObject(edited)
  const start = () =>
    again.mutate(
      { version, ...(fromBlock && { fromBlock: fromBlock.id }), ...(input && { input }) },
      {
        onSuccess: ({ executionId }) => {
          toast.success(words.runStarted)
          onClose()
          router.push(`/executions/${executionId}`)
        },
      },
    )
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={fromBlock ? words.rerunTitle(fromBlock.name) : words.replayTitle}
        description={fromBlock ? words.rerunBody : words.replayBody}
      >
        <div className="mt-4 grid gap-4">
          {again.error && <Notice announce tone="bad" title={explain(again.error).message} />}
          <Field label={words.rerunVersion} required>
            {(control) => (
              <Select
                {...control}
                value={version}
                onChange={({ target }) => setVersion(target.value === 'active' ? 'active' : 'same')}
              >
                <option value="same">{words.versions.same}</option>
                <option value="active">{words.versions.active}</option>
              </Select>
            )}
          </Field>
          <Field inline label={words.editInput}>
            {(control) => (
              <Checkbox
                {...control}
                checked={edited !== null}
                onCheckedChange={(on) => setEdited(on === true ? JSON.stringify(detail.input, null, 2) : null)}
              />
            )}
          </Field>
          {edited !== null && (
            <Field
              label={words.input}
              help={words.editInputHelp}
              error={input === null ? words.jsonProblem : undefined}
              required
            >
              {(control) => (
                <Textarea
                  {...control}
                  spellCheck={false}
                  rows={10}
                  className="font-mono text-sm"
                  value={edited}
                  onChange={({ target }) => setEdited(target.value)}
                />
              )}
            </Field>
          )}
        </div>
        <DialogActions>
          <DialogClose asChild>
            <Button>{words.notNow}</Button>
          </DialogClose>
          <Button variant="primary" pending={again.isPending} disabled={input === null} onClick={start}>
            {words.runNow}
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  )
}

/** The object that a text is, or `null`. */
function readObject(typed: string): JsonObject | null {
  try {
    const value: Json = JSON.parse(typed)
    return isJsonObject(value) ? value : null
  } catch {
    return null
  }
}
