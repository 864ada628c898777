import { text } from '#components/messages/text.ts'

/** Runs the draft on test input. */
export function TestPane() {
  return <p className="p-4 text-ink-soft">{text.editor.panes.test}</p>
}
