'use client'

import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { ToggleGroup } from '#components/ui/toggle-group.tsx'
import { inputFields } from '#lib/blocks/start/index.ts'
import { useEditor } from '../editor-context.tsx'
import { ChatPanel } from './chat-panel.tsx'

type Partner = 'draft' | 'live'

/** A conversation with the draft, or with the version that callers reach. */
export function Conversation() {
  const { workflow, graph, environment, flush } = useEditor()
  const mayReadDraft = useMay('workflows:editor:read')
  const [chosen, choose] = useState<Partner>('draft')
  const { active, hexId } = workflow
  const draft = mayReadDraft && (chosen === 'draft' || active === null)
  const options: readonly { value: Partner; label: string }[] | null = active && [
    { value: 'draft', label: text.chat.draft },
    { value: 'live', label: text.chat.live(active.number, environment.toLowerCase()) },
  ]
  return (
    <section aria-label={text.chat.title}>
      {options && mayReadDraft && (
        <div className="px-4 pt-3">
          <ToggleGroup<Partner> label={text.chat.partner} value={chosen} options={options} onChange={choose} />
        </div>
      )}
      <ChatPanel
        key={draft ? 'draft' : 'live'}
        partner={{ hexId, environment: draft ? 'DEVELOPMENT' : environment, draft }}
        before={draft ? flush : undefined}
        fields={inputFields(draft || !active ? graph : active.graph)}
      />
    </section>
  )
}
