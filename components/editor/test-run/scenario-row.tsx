'use client'

import {
  ChevronRight,
  CircleCheck,
  CircleDashed,
  CircleX,
  History,
  LoaderCircle,
  Pencil,
  Play,
  Trash2,
} from 'lucide-react'
import { useId, useState } from 'react'
import { explain } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Time } from '#components/ui/time.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { Scenario, ScenarioResult } from '#lib/contracts/scenarios.ts'
import type { Json } from '#lib/engine/json.ts'
import { useEditor } from '../editor-context.tsx'
import { useTestMemory } from './memory.ts'
import { useRemoveScenario } from './scenario-queries.ts'
import { type Standing, standingOf } from './use-scenario-summary.ts'

const LOOKS = {
  passed: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  outOfDate: { tone: 'wait', icon: History },
  notRun: { tone: 'idle', icon: CircleDashed },
} as const satisfies Record<Standing, object>

/** One scenario: where it stands, and what its last run came to. */
export function ScenarioRow({
  scenario,
  draftHash,
  running,
  busy,
  onRun,
  onEdit,
}: {
  scenario: Scenario
  draftHash: string
  running: boolean
  busy: boolean
  onRun(): void
  onEdit(): void
}) {
  const [open, setOpen] = useState(false)
  const details = useId()
  const mayRun = useMay('workflows:execute')
  const standing = standingOf(scenario, draftHash)
  return (
    <li>
      <div className="flex items-center gap-1 pr-2 hover:bg-hover">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={details}
          onClick={() => setOpen(!open)}
          className="flex min-w-0 flex-1 items-center gap-2.5 py-2 pl-4 text-left focus-visible:-outline-offset-2"
        >
          <ChevronRight
            aria-hidden="true"
            className={cn('size-4 shrink-0 text-ink-faint transition-transform', open && 'rotate-90')}
          />
          <span className="min-w-0 flex-1 truncate font-medium">{scenario.name}</span>
          {running ? (
            <Badge tone="busy" icon={LoaderCircle} spin>
              {text.scenarios.running}
            </Badge>
          ) : (
            <Badge {...LOOKS[standing]}>{text.scenarios[standing]}</Badge>
          )}
        </button>
        {mayRun && (
          <Button
            variant="quiet"
            size="icon-sm"
            aria-label={text.scenarios.run(scenario.name)}
            disabled={busy}
            onClick={onRun}
          >
            <Play aria-hidden="true" />
          </Button>
        )}
      </div>
      <div id={details} hidden={!open} className="grid gap-3 px-4 pb-4 pl-10.5">
        {standing === 'outOfDate' && <p className="text-sm text-wait">{text.scenarios.outOfDateHelp}</p>}
        {scenario.lastResult ? (
          <Result scenario={scenario} result={scenario.lastResult} />
        ) : (
          <p className="text-ink-soft">{text.scenarios.notRun}</p>
        )}
        <Changes scenario={scenario} onEdit={onEdit} />
      </div>
    </li>
  )
}

function Result({ scenario, result }: { scenario: Scenario; result: ScenarioResult }) {
  const { workflow } = useEditor()
  const [, remember] = useTestMemory(workflow.id)
  const { executionId, status } = result
  const wrongEnd = status !== null && status !== scenario.expectedStatus
  const differences = [
    ...(wrongEnd
      ? [{ path: text.scenarios.endPath, expected: text.status[scenario.expectedStatus], actual: text.status[status] }]
      : []),
    ...result.differences,
  ]
  return (
    <>
      <p className="text-ink-soft text-sm">
        <Time at={result.at} />
      </p>
      {result.passed && <p className="text-good">{text.scenarios.passedBody(text.status[scenario.expectedStatus])}</p>}
      {result.problem !== null && <Notice tone="bad" title={result.problem} />}
      {result.problem === null && differences.length > 0 && <Differences differences={differences} />}
      {executionId !== null && (
        <div>
          <Button size="sm" onClick={() => remember({ executionId, view: 'run', shows: 'run' })}>
            {text.scenarios.showRun}
          </Button>
        </div>
      )}
    </>
  )
}

function Differences({ differences }: { differences: ScenarioResult['differences'] }) {
  return (
    <table className="w-full table-fixed text-left text-sm">
      <caption className="pb-1 text-left font-medium">{text.scenarios.differences}</caption>
      <thead className="text-ink-soft">
        <tr>
          <th className="py-1 pr-2 font-medium">{text.scenarios.path}</th>
          <th className="py-1 pr-2 font-medium">{text.scenarios.expected}</th>
          <th className="py-1 font-medium">{text.scenarios.actual}</th>
        </tr>
      </thead>
      <tbody className="divide-y border-y font-mono">
        {differences.map(({ path, expected, actual }) => (
          <tr key={path} className="align-top">
            <td className="wrap-anywhere py-1 pr-2">{path}</td>
            <td className="wrap-anywhere py-1 pr-2 text-good">{shown(expected)}</td>
            <td className="wrap-anywhere py-1 text-bad">{shown(actual)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function shown(value: Json): string {
  if (value === null) return text.scenarios.nothing
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function Changes({ scenario, onEdit }: { scenario: Scenario; onEdit(): void }) {
  const mayWrite = useMay('workflows:write')
  if (!mayWrite) return null
  return (
    <div className="flex gap-2">
      <Button size="sm" onClick={onEdit} aria-label={text.scenarios.edit(scenario.name)}>
        <Pencil aria-hidden="true" />
        {text.scenarios.editShort}
      </Button>
      <RemoveButton scenario={scenario} />
    </div>
  )
}

function RemoveButton({ scenario }: { scenario: Scenario }) {
  const { workflow } = useEditor()
  const remove = useRemoveScenario(workflow.id)
  const { name } = scenario
  return (
    <Dialog>
      <DialogTrigger asChild>
        <Button size="sm" variant="danger" aria-label={text.scenarios.remove(name)}>
          <Trash2 aria-hidden="true" />
          {text.scenarios.removeShort}
        </Button>
      </DialogTrigger>
      <DialogContent title={text.scenarios.removeTitle(name)} description={text.scenarios.removeBody}>
        <DialogActions>
          <DialogClose asChild>
            <Button>{text.scenarios.cancel}</Button>
          </DialogClose>
          <Button
            variant="danger"
            pending={remove.isPending}
            onClick={() =>
              remove.mutate(scenario, {
                onSuccess: () => toast.success(text.scenarios.removed(name)),
                onError: (error) => toast.error(text.scenarios.notRemoved, { description: explain(error).message }),
              })
            }
          >
            {text.scenarios.removeShort}
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  )
}
