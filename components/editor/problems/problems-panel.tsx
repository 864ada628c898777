import { CircleAlert, CircleCheck, Scale, Search, TriangleAlert, Wrench } from 'lucide-react'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Input } from '#components/ui/input.tsx'
import { ToggleGroup } from '#components/ui/toggle-group.tsx'
import type { Problem } from '#lib/engine/problem.ts'
import { useEditor } from '../editor-context.tsx'
import { messageAt } from '../inspector/problem-text.ts'
import { fixesFor } from './fixes.ts'
import { locate, placeText } from './locate.ts'

const words = text.inspector.problems
const SEVERITIES = ['error', 'warning', 'policy'] as const
type Shown = 'all' | Problem['severity']
const LOOKS = {
  error: { icon: CircleAlert, className: 'text-bad' },
  warning: { icon: TriangleAlert, className: 'text-wait' },
  policy: { icon: Scale, className: 'text-busy' },
}

/** Everything the engine says about the graph, by weight; choosing a finding leads to the field that mends it. */
export function ProblemsPanel() {
  const { problems, graph } = useEditor()
  const [shown, setShown] = useState<Shown>('all')
  const [query, setQuery] = useState('')
  if (problems.length === 0) {
    return (
      <EmptyState icon={CircleCheck} title={words.none}>
        {words.noneBody}
      </EmptyState>
    )
  }
  const fitting = problems
    .map((problem) => ({ problem, place: placeText(problem, graph) }))
    .filter(({ problem, place }) => `${place} ${problem.message}`.toLowerCase().includes(query.trim().toLowerCase()))
  const of = (severity: Problem['severity']) => fitting.filter(({ problem }) => problem.severity === severity)
  const groups = SEVERITIES.filter((severity) => (shown === 'all' || shown === severity) && of(severity).length > 0)
  return (
    <div className="grid">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
        <ToggleGroup<Shown>
          label={words.filter}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: `${words.all} ${fitting.length}` },
            ...SEVERITIES.map((severity) => ({ value: severity, label: `${words[severity]} ${of(severity).length}` })),
          ]}
        />
        <span className="relative min-w-40 flex-1">
          <Search aria-hidden="true" className="absolute top-2 left-2.5 size-4 text-ink-soft" />
          <Input
            type="search"
            aria-label={words.search}
            placeholder={words.search}
            className="h-8 pl-8"
            value={query}
            onChange={({ target }) => setQuery(target.value)}
          />
        </span>
      </div>
      {groups.length === 0 && <p className="px-4 py-6 text-center text-ink-soft">{words.noneFits}</p>}
      {groups.map((severity) => (
        <section key={severity} aria-label={words[severity]}>
          <h3 className="px-4 pt-3 pb-1 font-medium text-ink-soft text-sm">{words[severity]}</h3>
          {severity === 'policy' && <p className="px-4 pb-1 text-ink-soft text-sm">{words.policyHelp}</p>}
          <ul>
            {of(severity).map(({ problem, place }) => (
              <ProblemRow key={keyOf(problem)} problem={problem} place={place} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function keyOf({ code, blockId, edgeId, path, message }: Problem): string {
  return [code, blockId, edgeId, path, message].join(' ')
}

function ProblemRow({ problem, place }: { problem: Problem; place: string }) {
  const { graph, dispatch, focusField, readOnly } = useEditor()
  const { icon: Icon, className } = LOOKS[problem.severity]
  const fixes = readOnly ? [] : fixesFor(problem, graph)
  return (
    <li className="flex flex-wrap items-center gap-x-2 pr-4 hover:bg-hover">
      <button
        type="button"
        className="flex min-h-10 min-w-0 flex-1 items-start gap-2.5 py-2 pl-4 text-left focus-visible:-outline-offset-2"
        onClick={() => focusField(locate(problem, graph))}
      >
        <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${className}`} />
        <span className="wrap-anywhere grid min-w-0">
          <span>{messageAt(problem)}</span>
          <span className="text-ink-soft text-sm">{place}</span>
        </span>
      </button>
      {fixes.map(({ label, action }) => (
        <Button key={label} size="sm" onClick={() => dispatch(action)}>
          <Wrench aria-hidden="true" />
          {label}
        </Button>
      ))}
    </li>
  )
}
