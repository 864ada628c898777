import type { ReactNode } from 'react'
import { text } from '#components/messages/text.ts'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { CopyableId } from '#components/ui/copy-button.tsx'
import { JsonView } from '#components/ui/json-view.tsx'
import { KeyValues } from '#components/ui/key-values.tsx'
import { Duration, Time } from '#components/ui/time.tsx'
import type { ExecutionDetail } from '#lib/contracts/executions.ts'
import type { Json } from '#lib/engine/json.ts'

/** The facts one looks for first, in one strip. */
export function ExecutionSummary({ detail }: { detail: ExecutionDetail }) {
  const version = detail.versionNumber === null ? text.executions.draft : text.common.version(detail.versionNumber)
  return (
    <Card aria-label={text.executions.overview}>
      <dl className="grid grid-cols-2 gap-x-8 gap-y-3 p-4 md:flex md:flex-wrap md:gap-x-10">
        <Fact label={text.executions.execution} wide>
          <CopyableId value={detail.publicId} label={text.executions.execution} />
        </Fact>
        {detail.subjectId && (
          <Fact label={text.executions.subject} wide>
            {detail.subjectId}
          </Fact>
        )}
        <Fact label={text.executions.version}>{version}</Fact>
        <Fact label={text.executions.trigger}>
          {text.executions.via(detail.triggeredBy.name, text.executions.triggers[detail.trigger])}
        </Fact>
        <Fact label={text.executions.started}>
          <Time at={detail.createdAt} />
        </Fact>
        <Fact label={text.executions.duration}>
          <Duration ms={detail.durationMs} since={detail.createdAt} />
        </Fact>
      </dl>
    </Card>
  )
}

function Fact({ label, wide, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? 'col-span-2 min-w-0' : 'min-w-0'}>
      <dt className="text-ink-soft text-sm">{label}</dt>
      <dd className="wrap-anywhere min-w-0 font-medium">{children}</dd>
    </div>
  )
}

/** Everything that went in and came out, and the ids callers know the execution by. */
export function ExecutionData({ detail }: { detail: ExecutionDetail }) {
  const hasVariables = Object.keys(detail.variables).length > 0
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="grid min-w-0 gap-4">
        <Values title={text.executions.input} value={detail.input} />
        {hasVariables && <Values title={text.executions.variables} value={detail.variables} />}
        <Card aria-labelledby="ids-title">
          <CardHeader id="ids-title" title={text.executions.ids} />
          <KeyValues
            className="p-4"
            items={[
              {
                label: text.executions.idV1,
                value: <CopyableId value={detail.publicId} label={text.executions.idV1} />,
              },
              {
                label: text.executions.idProcess,
                value: <CopyableId value={detail.instanceId} label={text.executions.idProcess} />,
              },
              {
                label: text.executions.idTurns,
                value: <CopyableId value={detail.runId} label={text.executions.idTurns} />,
              },
              ...(detail.correlationKey ? [{ label: text.executions.correlation, value: detail.correlationKey }] : []),
              { label: text.executions.environment, value: text.shell.environmentNames[detail.environment] },
            ]}
          />
        </Card>
      </div>
      <Values title={text.executions.output} value={detail.output} />
    </div>
  )
}

function Values({ title, value }: { title: string; value: Json }) {
  return (
    <Card className="min-w-0">
      <CardHeader title={title} />
      <div className="p-4">
        {value === null ? (
          <p className="text-ink-soft">{text.executions.noOutput}</p>
        ) : (
          <JsonView value={value} label={title} openDepth={1} />
        )}
      </div>
    </Card>
  )
}
