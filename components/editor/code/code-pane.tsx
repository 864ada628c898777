'use client'

import { Check, Download, FileUp, Undo2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { ToggleGroup } from '#components/ui/toggle-group.tsx'
import type { Graph } from '#lib/engine/graph.ts'
import { toJsonText, toYaml } from '#lib/engine/text.ts'
import { useEditor } from '../editor-context.tsx'
import { Changes } from './changes.tsx'
import { type CheckedText, checkText } from './check-text.ts'
import type { CodeFormat } from './code-editor.tsx'
import { saveGraph } from './save-graph.ts'
import { useWritten, type Written } from './use-written.ts'

const CodeEditor = dynamic(() => import('./code-editor.tsx'), {
  ssr: false,
  loading: () => (
    <Loading label={text.common.loading} className="p-4">
      <Skeleton className="h-64 w-full" />
    </Loading>
  ),
})

const LARGEST_FILE = 5_000_000
const SHOWN_FAULTS = 5

/** The draft as text: written, checked, compared and applied as one step. */
export function CodePane() {
  const { graph, workflow, dispatch, readOnly } = useEditor()
  const [format, setFormat] = useState<CodeFormat>('yaml')
  const [written, setWritten] = useWritten(workflow.id)
  const [goTo, setGoTo] = useState<{ from: number } | undefined>(undefined)
  const fresh = useMemo(() => (written === undefined ? toText(graph, format) : ''), [written, graph, format])
  const value = written?.text ?? fresh
  const deferred = useDeferredValue(value)
  const checked = useMemo(() => checkText(deferred), [deferred])
  const change = (next: string) => {
    if (next === value) return
    setWritten(next === toText(graph, format) ? undefined : { text: next, from: written?.from ?? graph })
  }
  const switchTo = (chosen: CodeFormat) => {
    const parsed = written && checkText(written.text).graph
    if (written && parsed) setWritten({ ...written, text: toText(parsed, chosen) })
    setFormat(chosen)
  }
  const apply = () => {
    if (!checked.graph) return
    dispatch({ type: 'replaceGraph', graph: checked.graph })
    setWritten(undefined)
  }
  return (
    <div className="flex h-full min-h-96 flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b p-2">
        <ToggleGroup<CodeFormat>
          label={text.code.format}
          value={format}
          onChange={switchTo}
          options={[
            { value: 'yaml', label: text.code.yaml },
            { value: 'json', label: text.code.json },
          ]}
        />
        <span className="flex-1" />
        {!readOnly && <ImportButton onRead={(read) => setWritten({ from: graph, ...read })} onFormat={setFormat} />}
        <Button size="sm" variant="quiet" onClick={() => saveGraph(graph, workflow.publicId, format)}>
          <Download aria-hidden="true" />
          {text.code.export}
        </Button>
      </div>
      <div className="min-h-0 flex-1">
        <CodeEditor value={value} format={format} readOnly={readOnly} check={remarksOf} onChange={change} goTo={goTo} />
      </div>
      <div className="grid gap-2 border-t p-3">
        {written === undefined ? (
          <p className="text-ink-soft text-sm">
            {text.code.upToDate}. {text.code.keyboard}
          </p>
        ) : (
          <Pending written={written} checked={checked} onGo={(from) => setGoTo({ from })} />
        )}
        {written !== undefined && (
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" size="sm" disabled={!checked.graph || deferred !== value} onClick={apply}>
              <Check aria-hidden="true" />
              {text.code.apply}
            </Button>
            <Button size="sm" onClick={() => setWritten(undefined)}>
              <Undo2 aria-hidden="true" />
              {text.code.discard}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}

function remarksOf(written: string) {
  return checkText(written).remarks
}

function toText(graph: Graph, format: CodeFormat): string {
  return format === 'yaml' ? toYaml(graph) : toJsonText(graph)
}

function Pending({ written, checked, onGo }: { written: Written; checked: CheckedText; onGo(from: number): void }) {
  const { graph } = useEditor()
  return (
    <>
      {written.note && <Notice tone="busy" title={written.note} announce />}
      {written.from !== graph && <Notice tone="wait" title={text.code.moved} />}
      {checked.graph ? (
        <Changes before={graph} after={checked.graph} />
      ) : (
        <Notice tone="bad" title={text.code.wrong(checked.blocking.length)}>
          <ul>
            {checked.blocking.slice(0, SHOWN_FAULTS).map(({ from, line, message }) => (
              <li key={`${from} ${message}`}>
                <button type="button" className="text-left hover:underline" onClick={() => onGo(from)}>
                  {text.code.line(line, message)}
                </button>
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  )
}

function ImportButton({
  onRead,
  onFormat,
}: {
  onRead(read: Pick<Written, 'text' | 'note'>): void
  onFormat(format: CodeFormat): void
}) {
  const input = useRef<HTMLInputElement>(null)
  const [refused, setRefused] = useState<string | undefined>(undefined)
  const read = async (file: File) => {
    setRefused(file.size > LARGEST_FILE ? text.code.tooLarge : undefined)
    if (file.size > LARGEST_FILE) return
    onFormat(file.name.endsWith('.json') ? 'json' : 'yaml')
    onRead({ text: await file.text(), note: text.code.imported(file.name) })
  }
  return (
    <>
      {refused && (
        <span role="alert" className="text-bad text-sm">
          {refused}
        </span>
      )}
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml,.json"
        className="sr-only"
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file) void read(file)
          target.value = ''
        }}
      />
      <Button size="sm" variant="quiet" onClick={() => input.current?.click()}>
        <FileUp aria-hidden="true" />
        {text.code.import}
      </Button>
    </>
  )
}
