import { useEffect, useMemo } from 'react'
import { text } from '#components/messages/text.ts'
import { toast } from '#components/ui/toast.tsx'
import { useCanvasActions } from './canvas/canvas-actions.ts'
import { fromClipboardText, toClipboardText } from './clipboard.ts'
import { useEditor } from './editor-context.tsx'
import { fragmentOf, freeCorner } from './fragment.ts'

/** Copying, cutting and pasting blocks through the system's clipboard, by its own keys and by command. */
export function useClipboard(): { copy(): void; cut(): void; paste(): void } {
  const { now, dispatch, select, readOnly } = useEditor()
  const { removeSelected, reveal } = useCanvasActions()

  const { copied, pasted, ...commands } = useMemo(() => {
    function copied(): string | undefined {
      const { graph, selection } = now()
      const fragment = fragmentOf(graph, selection.blockIds)
      return fragment.blocks.length > 0 ? toClipboardText(fragment) : undefined
    }
    function pasted(content: string): boolean {
      const fragment = fromClipboardText(content)
      if (!fragment || readOnly) return false
      const added = dispatch({ type: 'paste', fragment, at: freeCorner(now().graph, fragment) })
      select({ blockIds: added })
      if (added[0]) reveal(added[0])
      return true
    }
    const copy = () => {
      const content = copied()
      if (content) void navigator.clipboard.writeText(content)
    }
    return {
      copied,
      pasted,
      copy,
      cut: () => {
        copy()
        removeSelected()
      },
      paste: () =>
        void navigator.clipboard.readText().then(
          (content) => pasted(content) || toast(text.editor.pasteNothing),
          () => toast(text.editor.pasteNothing),
        ),
    }
  }, [now, dispatch, select, readOnly, removeSelected, reveal])

  useEffect(() => {
    function onCopy(event: ClipboardEvent) {
      const content = isElsewhere(event.target) ? undefined : copied()
      if (content === undefined) return
      event.preventDefault()
      event.clipboardData?.setData('text/plain', content)
      if (event.type === 'cut' && !readOnly) removeSelected()
    }
    function onPaste(event: ClipboardEvent) {
      if (isElsewhere(event.target)) return
      if (pasted(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault()
    }
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCopy)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCopy)
      document.removeEventListener('paste', onPaste)
    }
  }, [copied, pasted, removeSelected, readOnly])
  return commands
}

/** Whether somebody is typing, or has marked text to copy. */
function isElsewhere(target: EventTarget | null): boolean {
  const typing =
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], [role=dialog]')
  return Boolean(typing) || (document.getSelection()?.toString() ?? '') !== ''
}
