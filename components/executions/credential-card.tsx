import { BadgeCheck } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Card } from '#components/ui/card.tsx'
import { CopyableId, CopyButton } from '#components/ui/copy-button.tsx'
import { KeyValues } from '#components/ui/key-values.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { Time } from '#components/ui/time.tsx'
import { Value } from '#components/ui/value.tsx'
import type { IssuedCredentialView } from '#lib/contracts/executions.ts'
import { humanize } from '#lib/engine/fields.ts'

/** A credential that an execution issued: what it says of whom, until when, and the signed text to hand on. */
export function CredentialCard({ credential }: { credential: IssuedCredentialView }) {
  const claims = Object.entries(credential.claims)
  return (
    <Card aria-label={text.executions.credential} className="overflow-hidden">
      <div className="flex flex-wrap items-center gap-3 border-b bg-good-wash/50 px-4 py-3">
        <BadgeCheck aria-hidden="true" className="size-6 text-good" strokeWidth={1.75} />
        <div className="min-w-0 flex-1 leading-tight">
          <h2 className="font-semibold">
            {text.executions.credential} · {humanize(credential.type)}
          </h2>
          <CopyableId value={credential.id} label={text.executions.credential} />
        </div>
        <StatusBadge status={credential.status} />
      </div>
      <div className="grid gap-4 p-4 md:grid-cols-2">
        <KeyValues
          className="content-start"
          items={[
            { label: text.executions.subject, value: credential.subjectId },
            { label: text.executions.issued, value: <Time at={credential.issuedAt} /> },
            { label: text.executions.validUntil, value: <Time at={credential.expiresAt} /> },
          ]}
        />
        <div className="grid content-start gap-2">
          <h3 className="font-medium text-ink-soft text-sm">{text.executions.claims}</h3>
          <KeyValues
            items={claims.map(([name, value]) => ({ label: humanize(name), value: <Value value={value} /> }))}
          />
        </div>
      </div>
      {credential.jwt !== null && (
        <div className="flex items-center gap-2 border-t px-4 py-2">
          <span className="shrink-0 text-ink-soft text-sm">{text.executions.jwt}</span>
          <code className="min-w-0 flex-1 truncate font-mono text-ink-soft text-sm">{credential.jwt}</code>
          <CopyButton value={credential.jwt} label={text.executions.jwt} />
        </div>
      )}
    </Card>
  )
}
