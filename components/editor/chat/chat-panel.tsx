'use client'

import { MessagesSquare } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { FieldForm } from '#components/fields/field-form.tsx'
import { useFieldForm } from '#components/fields/use-field-form.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { FieldSpec } from '#lib/engine/fields.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { AnswerBox } from './answer-box.tsx'
import type { Partner } from './send-turn.ts'
import { Transcript } from './transcript.tsx'
import { useConversation } from './use-conversation.ts'

/** A place to talk with a workflow through the public turns API; `fields` are what its start asks for. */
export function ChatPanel({
  partner,
  fields,
  before,
}: {
  partner: Partner
  fields: readonly FieldSpec[]
  /** Done before the conversation begins. */
  before: (() => Promise<unknown>) | undefined
}) {
  const conversation = useConversation(partner, before)
  const { talk, pending, error } = conversation
  if (talk.standing === 'new') {
    return (
      <Opening fields={fields} draft={partner.draft} pending={pending} error={error} onBegin={conversation.begin} />
    )
  }
  return (
    <div className="flex max-h-[70dvh] min-h-0 flex-col">
      <Transcript lines={talk.lines} pending={pending} />
      <div className="grid gap-3 border-t p-4">
        {error && (
          <Notice announce tone="bad" title={text.chat.notSent}>
            <p>{error.message}</p>
            <Button size="sm" className="mt-2" onClick={conversation.sendAgain}>
              {text.chat.sendAgain}
            </Button>
          </Notice>
        )}
        {talk.failure !== null && (
          <Notice announce tone="bad" title={text.chat.failed}>
            {talk.failure}
          </Notice>
        )}
        {talk.standing === 'yours' && <AnswerBox disabled={pending || error !== null} onSay={conversation.say} />}
        {talk.standing === 'elsewhere' && !pending && <Elsewhere onLook={conversation.lookAgain} />}
        {talk.standing === 'over' && <p className="text-ink-soft">{text.chat.over}</p>}
        <Button
          variant="quiet"
          size="sm"
          className="justify-self-start"
          disabled={pending}
          onClick={conversation.leave}
        >
          {text.chat.again}
        </Button>
      </div>
    </div>
  )
}

function Opening({
  fields,
  draft,
  pending,
  error,
  onBegin,
}: {
  fields: readonly FieldSpec[]
  draft: boolean
  pending: boolean
  error: Error | null
  onBegin: (input: JsonObject) => void
}) {
  const form = useFieldForm(fields)
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void form.handleSubmit(onBegin)()
      }}
      className="grid gap-4 p-4"
    >
      {fields.length === 0 ? (
        <EmptyState icon={MessagesSquare} title={text.chat.title}>
          {text.chat.intro} {draft && text.chat.draftNote}
        </EmptyState>
      ) : (
        <>
          <p className="text-ink-soft">
            {text.chat.intro} {draft && text.chat.draftNote}
          </p>
          <FieldForm fields={fields} form={form} />
        </>
      )}
      {error && (
        <Notice announce tone="bad" title={text.chat.notSent}>
          {error.message}
        </Notice>
      )}
      <Button type="submit" variant="primary" pending={pending} className="justify-self-center">
        {text.chat.begin}
      </Button>
    </form>
  )
}

function Elsewhere({ onLook }: { onLook: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  // The answer box that had the focus is gone.
  useEffect(() => button.current?.focus(), [])
  return (
    <Notice tone="wait" title={text.chat.elsewhere}>
      <Button ref={button} size="sm" className="mt-2" onClick={onLook}>
        {text.chat.lookAgain}
      </Button>
    </Notice>
  )
}
