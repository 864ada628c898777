import { Replace, X } from 'lucide-react'
import { useDeferredValue, useId, useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Input } from '#components/ui/input.tsx'
import { Label } from '#components/ui/label.tsx'
import { humanize } from '#lib/engine/fields.ts'
import { useCanvasActions } from './canvas/canvas-actions.ts'
import { useEditor } from './editor-context.tsx'
import { findInGraph, type Hit, isReplaceable, type Query, replaceInGraph } from './search.ts'

const AROUND = 30

/** Finds words in all blocks, goes to them, and replaces them. */
export function SearchPanel({ onClose }: { onClose(): void }) {
  const { graph, dispatch, readOnly } = useEditor()
  const [query, setQuery] = useState<Query>({ text: '', matchCase: false })
  const [replacement, setReplacement] = useState('')
  const id = useId()
  const hits = findInGraph(useDeferredValue(graph), useDeferredValue(query))
  const count = hits.reduce((sum, hit) => sum + hit.count, 0)
  const replace = (only?: Hit) =>
    dispatch({ type: 'replaceGraph', graph: replaceInGraph(graph, query, replacement, only) })

  return (
    <search
      aria-label={text.editor.search}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
      className="flex max-h-full w-80 max-w-full flex-col rounded-md border bg-raised shadow-float"
    >
      <div className="grid gap-2 border-b p-2.5">
        <div className="flex items-center gap-1.5">
          <Input
            type="search"
            autoFocus
            aria-label={text.editor.search}
            placeholder={text.editor.search}
            value={query.text}
            onChange={(event) => setQuery({ ...query, text: event.target.value })}
          />
          <Button size="icon-sm" variant="quiet" aria-label={text.common.close} onClick={onClose}>
            <X aria-hidden="true" />
          </Button>
        </div>
        {!readOnly && (
          <div className="flex items-center gap-1.5">
            <Input
              aria-label={text.editor.replaceWith}
              placeholder={text.editor.replaceWith}
              value={replacement}
              onChange={(event) => setReplacement(event.target.value)}
            />
            <Button size="sm" disabled={!hits.some(isReplaceable)} onClick={() => replace()}>
              {text.editor.replaceAll}
            </Button>
          </div>
        )}
        <div className="flex items-center gap-2">
          <Checkbox
            id={id}
            checked={query.matchCase}
            onCheckedChange={(checked) => setQuery({ ...query, matchCase: checked === true })}
          />
          <Label htmlFor={id} className="font-normal">
            {text.editor.matchCase}
          </Label>
          <span role="status" className="ml-auto text-ink-soft text-sm">
            {query.text !== '' && text.editor.found(count)}
          </span>
        </div>
      </div>
      <ul className="min-h-0 overflow-y-auto p-1">
        {hits.map((hit) => (
          <Found
            key={`${hit.blockId} ${hit.path}`}
            hit={hit}
            query={query}
            onReplace={readOnly ? undefined : replace}
          />
        ))}
      </ul>
    </search>
  )
}

function Found({ hit, query, onReplace }: { hit: Hit; query: Query; onReplace: ((hit: Hit) => void) | undefined }) {
  const { focusField } = useEditor()
  const { reveal } = useCanvasActions()
  const field = hit.path
    .replace(/^config\./, '')
    .split('.')
    .map(humanize)
    .join(' › ')
  return (
    <li className="flex items-center gap-1 rounded-sm hover:bg-hover">
      <button
        type="button"
        className="grid min-w-0 flex-1 px-1.5 py-1 text-left leading-tight"
        onClick={() => {
          reveal(hit.blockId)
          focusField({ blockId: hit.blockId, path: hit.path })
        }}
      >
        <span className="truncate">
          <span className="font-medium">{hit.blockName}</span> <span className="text-ink-soft text-sm">{field}</span>
        </span>
        <span className="truncate text-ink-soft text-sm">{excerpt(hit.text, query)}</span>
      </button>
      {onReplace && isReplaceable(hit) && (
        <Button
          size="icon-sm"
          variant="quiet"
          aria-label={text.editor.replaceIn(hit.blockName, field)}
          onClick={() => onReplace(hit)}
        >
          <Replace aria-hidden="true" />
        </Button>
      )}
    </li>
  )
}

/** The words around the first place found. */
function excerpt(found: string, { text: wanted, matchCase }: Query): string {
  const at = matchCase ? found.indexOf(wanted) : found.toLowerCase().indexOf(wanted.toLowerCase())
  const start = Math.max(0, at - AROUND)
  return `${start > 0 ? '…' : ''}${found.slice(start, at + wanted.length + AROUND)}`
}
