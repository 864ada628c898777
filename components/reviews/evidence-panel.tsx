import { FileSearch } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '#components/messages/text.ts'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { JsonView } from '#components/ui/json-view.tsx'
import { Time } from '#components/ui/time.tsx'
import { Value } from '#components/ui/value.tsx'
import type { ReviewDetail } from '#lib/contracts/reviews.ts'
import type { Json } from '#lib/engine/json.ts'
import { compare } from './comparison.ts'
import { ComparisonCard } from './comparison-card.tsx'
import { DocumentFinding } from './document-finding.tsx'
import { DocumentViewer } from './document-viewer.tsx'
import { EarlierCases } from './earlier-cases.tsx'
import { exhibitsOf, isEmpty } from './exhibits.ts'
import type { Finding } from './finding.ts'
import { ScreeningFinding } from './screening-finding.tsx'

/** What a person needs to decide: what to look at, what the checks found, and what the applicant sent. */
export function EvidencePanel({ review }: { review: ReviewDetail }) {
  const { highlights, rest } = exhibitsOf(review)
  const nothing = highlights.length === 0 && rest.length === 0 && review.files.length === 0
  const [document] = [...highlights, ...rest].flatMap(({ finding }) =>
    finding.kind === 'document' ? [finding.document] : [],
  )
  const compared = document ? compare(review.input, document) : []
  return (
    <section aria-label={text.reviews.evidence} className="grid min-w-0 content-start gap-4">
      {nothing && (
        <Card>
          <EmptyState icon={FileSearch} title={text.reviews.evidenceEmpty}>
            {text.reviews.evidenceEmptyBody}
          </EmptyState>
        </Card>
      )}
      {compared.length > 0 && <ComparisonCard rows={compared} />}
      {review.files.length > 0 && <DocumentViewer pauseId={review.pauseId} files={review.files} />}
      {[...highlights, ...rest].map((exhibit) => (
        <Panel
          key={exhibit.key}
          title={exhibit.title}
          aside={exhibit.at && <Time at={exhibit.at} className="text-ink-soft text-sm" />}
        >
          <Found finding={exhibit.finding} review={review} />
          {exhibit.finding.kind !== 'plain' && <Raw title={exhibit.title} value={exhibit.value} />}
        </Panel>
      ))}
      {!isEmpty(review.input) && (
        <Panel title={text.reviews.application}>
          <Value value={review.input} />
        </Panel>
      )}
      {review.earlier.length > 0 && <EarlierCases cases={review.earlier} />}
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

function Found({ finding, review }: { finding: Finding; review: ReviewDetail }) {
  switch (finding.kind) {
    case 'screening':
      return <ScreeningFinding screening={finding.screening} review={review} />
    case 'document':
      return <DocumentFinding document={finding.document} />
    case 'plain':
      return <Value value={finding.value} />
    default:
      return finding satisfies never
  }
}

function Raw({ title, value }: { title: string; value: Json }) {
  return (
    <details className="text-sm">
      <summary className="w-fit rounded-sm text-ink-soft underline-offset-4 hover:text-ink hover:underline">
        {text.reviews.rawOutput}
      </summary>
      <JsonView value={value} label={title} className="mt-2" />
    </details>
  )
}
