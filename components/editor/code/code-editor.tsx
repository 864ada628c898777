'use client'

import { autocompletion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { linter, lintGutter, lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import { text as words } from '#components/messages/text.ts'
import type { Remark } from './check-text.ts'
import { offersAt } from './complete.ts'

export type CodeFormat = 'yaml' | 'json'

const LINT_AFTER_MS = 250

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'var(--raised)', color: 'var(--ink)' },
  '&.cm-focused': { outline: '2px solid var(--pen)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono, ui-monospace, monospace)', lineHeight: '1.5' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--ink-soft)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in oklch, var(--hover) 45%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--pen-wash) !important' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--ink)', border: '1px solid var(--line)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--hover)', color: 'var(--ink)' },
  '.cm-panels': { backgroundColor: 'var(--surface)', color: 'var(--ink)' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--sunken)',
    color: 'var(--ink-soft)',
    border: '1px solid var(--line)',
  },
})

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--pen)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--wait)' },
  { tag: tags.comment, color: 'var(--ink-soft)' },
  { tag: tags.invalid, color: 'var(--bad)' },
])

/** A text editor for a graph; the caller holds the text and says what is wrong with it. */
export default function CodeEditor({
  value,
  format,
  readOnly,
  check,
  onChange,
  goTo,
}: {
  value: string
  format: CodeFormat
  readOnly: boolean
  check(text: string): readonly Remark[]
  onChange(text: string): void
  /** Where the caret is sent; a new object sends it again. */
  goTo: { from: number } | undefined
}) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const latest = useRef({ check, onChange })
  const language = useRef(new Compartment())
  const initial = useRef({ value, format, readOnly })

  useEffect(() => {
    latest.current = { check, onChange }
  }, [check, onChange])

  useEffect(() => {
    if (!host.current) return
    const begun = initial.current
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: begun.value,
        extensions: [
          lineNumbers(),
          foldGutter(),
          history(),
          drawSelection(),
          bracketMatching(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          language.current.of(begun.format === 'yaml' ? yaml() : json()),
          syntaxHighlighting(colours),
          look,
          lintGutter(),
          linter(({ state }) => diagnostics(latest.current.check(state.doc.toString()), state.doc.length), {
            delay: LINT_AFTER_MS,
          }),
          autocompletion({ override: [complete] }),
          keymap.of([
            ...completionKeymap,
            ...defaultKeymap,
            ...historyKeymap,
            ...searchKeymap,
            ...foldKeymap,
            ...lintKeymap,
          ]),
          EditorState.readOnly.of(begun.readOnly),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': words.code.editor, tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [])

  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
  }, [value])

  useEffect(() => {
    view.current?.dispatch({ effects: language.current.reconfigure(format === 'yaml' ? yaml() : json()) })
  }, [format])

  useEffect(() => {
    const editor = view.current
    if (!goTo || !editor) return
    const anchor = Math.min(goTo.from, editor.state.doc.length)
    editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
    editor.focus()
  }, [goTo])

  return <div ref={host} className="h-full min-h-0 overflow-hidden" />
}

function diagnostics(remarks: readonly Remark[], length: number) {
  return remarks.map(({ from, to, severity, message }) => ({
    from: Math.min(from, length),
    to: Math.min(Math.max(to, from), length),
    severity,
    message,
  }))
}

function complete(context: CompletionContext) {
  const word = context.matchBefore(/[\w-]*/)
  if (!word || (word.from === word.to && !context.explicit)) return null
  const options = offersAt(context.state.doc.toString(), word.from).map((offer) => ({ ...offer, type: 'property' }))
  return options.length > 0 ? { from: word.from, options, validFor: /^[\w-]*$/ } : null
}
