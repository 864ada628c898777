import { useId } from 'react'
import { text } from '#components/messages/text.ts'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Label } from '#components/ui/label.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { findingId } from '#lib/contracts/workflows.ts'
import type { Problem } from '#lib/engine/problem.ts'
import { useEditor } from '../editor-context.tsx'

/** What keeps the draft from being deployed; each leads to where it is mended. */
export function Blockers({ problems, onGo }: { problems: readonly Problem[]; onGo(): void }) {
  const { focusField, select } = useEditor()
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return null
  return (
    <Notice announce tone="bad" title={text.versions.problems(errors.length)}>
      <p className="text-sm">{text.versions.problemsBody}</p>
      <ul className="mt-1 grid gap-1">
        {errors.map((problem) => (
          <li key={[problem.code, problem.blockId, problem.edgeId, problem.path, problem.message].join(' ')}>
            <button
              type="button"
              className="rounded-sm text-left underline underline-offset-4"
              onClick={() => {
                onGo()
                if (problem.blockId) focusField({ blockId: problem.blockId, path: problem.path })
                else if (problem.edgeId) select({ edgeIds: [problem.edgeId] })
              }}
            >
              {problem.message}
            </button>
          </li>
        ))}
      </ul>
    </Notice>
  )
}

/** Policy findings, each with a box to tick; two of one kind about one block are one matter. */
export function Findings({
  findings,
  acknowledged,
  onChange,
}: {
  findings: readonly Problem[]
  acknowledged: readonly string[]
  onChange(acknowledged: string[]): void
}) {
  const id = useId()
  if (findings.length === 0) return null
  const matters = [...Map.groupBy(findings, findingId)]
  return (
    <fieldset className="grid gap-2 rounded-md bg-wait-wash px-3 py-2.5">
      <legend className="sr-only">{text.versions.findings(matters.length)}</legend>
      <p aria-hidden="true" className="font-medium text-wait">
        {text.versions.findings(matters.length)}
      </p>
      <p className="text-sm">{text.versions.findingsBody}</p>
      {matters.map(([finding, about]) => (
        <div key={finding} className="flex gap-2.5">
          <Checkbox
            id={`${id}-${finding}`}
            checked={acknowledged.includes(finding)}
            onCheckedChange={(checked) =>
              onChange(checked === true ? [...acknowledged, finding] : acknowledged.filter((one) => one !== finding))
            }
          />
          <Label htmlFor={`${id}-${finding}`} className="font-normal leading-5">
            {about.map(({ message }) => message).join('; ')}
          </Label>
        </div>
      ))}
    </fieldset>
  )
}

/** Warnings, which stand in nobody's way. */
export function Remarks({ problems }: { problems: readonly Problem[] }) {
  const warnings = problems.filter(({ severity }) => severity === 'warning')
  if (warnings.length === 0) return null
  return (
    <section aria-label={text.versions.remarks} className="grid gap-1">
      <h3 className="font-medium text-sm">{text.versions.remarks}</h3>
      <ul className="grid gap-1 text-ink-soft text-sm">
        {warnings.map(({ code, blockId, message }) => (
          <li key={`${code} ${blockId} ${message}`}>{message}</li>
        ))}
      </ul>
    </section>
  )
}
