import { FileSearch } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '#components/messages/text.ts'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { JsonView } from '#components/ui/json-view.tsx'
import { Time } from '#components/ui/time.tsx'
import { Value } from '#components/ui/value.tsx'
import type { Evidence, ReviewDetail } from '#lib/contracts/reviews.ts'
import { isJsonObject, type Json } from '#lib/engine/json.ts'
import { DocumentFinding } from './document-finding.tsx'
import { type Finding, findingOf } from './finding.ts'
import { ScreeningFinding } from './screening-finding.tsx'

const WEIGHT: Record<Finding['kind'], number> = { screening: 0, document: 1, plain: 2 }

/** What a person needs to decide: what to look at, what the checks found, and what the applicant sent. */
export function EvidencePanel({ review }: { review: ReviewDetail }) {
  const shown = review.evidence
    .filter(({ output }) => !isEmpty(output))
    .map((evidence) => ({ evidence, finding: findingOf(evidence.output) }))
    .sort((a, b) => WEIGHT[a.finding.kind] - WEIGHT[b.finding.kind])
  return (
    <section aria-label={text.reviews.evidence} className="grid min-w-0 content-start gap-4">
      {!isEmpty(review.context) && (
        <Panel title={text.reviews.context}>
          <Value value={review.context} />
        </Panel>
      )}
      {shown.length === 0 && (
        <Card>
          <EmptyState icon={FileSearch} title={text.reviews.evidenceEmpty}>
            {text.reviews.evidenceEmptyBody}
          </EmptyState>
        </Card>
      )}
      {shown.map(({ evidence, finding }) => (
        <Panel
          key={`${evidence.blockId}:${evidence.visit}`}
          title={evidence.blockName}
          aside={evidence.endedAt && <Time at={evidence.endedAt} className="text-ink-soft text-sm" />}
        >
          <Found finding={finding} />
          <Raw evidence={evidence} />
        </Panel>
      ))}
      {!isEmpty(review.input) && (
        <Panel title={text.reviews.application}>
          <Value value={review.input} />
        </Panel>
      )}
    </section>
  )
}

function Panel({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <Card>
      <CardHeader title={title}>{aside}</CardHeader>
      <div className="grid gap-4 p-4">{children}</div>
    </Card>
  )
}

function Found({ finding }: { finding: Finding }) {
  switch (finding.kind) {
    case 'screening':
      return <ScreeningFinding screening={finding.screening} />
    case 'document':
      return <DocumentFinding document={finding.document} />
    case 'plain':
      return <Value value={finding.value} />
    default:
      return finding satisfies never
  }
}

function Raw({ evidence }: { evidence: Evidence }) {
  return (
    <details className="text-sm">
      <summary className="w-fit rounded-sm text-ink-soft underline-offset-4 hover:text-ink hover:underline">
        {text.reviews.rawOutput}
      </summary>
      <JsonView value={evidence.output} label={evidence.blockName} className="mt-2" />
    </details>
  )
}

function isEmpty(value: Json): boolean {
  return value === null || (isJsonObject(value) && Object.keys(value).length === 0)
}
