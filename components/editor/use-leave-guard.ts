import { useEffect } from 'react'
import { text } from '#components/messages/text.ts'
import { useEditor } from './editor-context.tsx'

/**
 * Asks before a page with unsaved changes is left: by the browser's own question when it is closed, by ours when a
 * link is followed while the draft cannot be saved. A link followed a moment after a change saves it on the way.
 */
export function useLeaveGuard(): void {
  const { saveState, flush } = useEditor()
  useEffect(() => {
    if (saveState === 'saved') return
    const stuck = saveState !== 'saving'
    function onBeforeUnload(event: BeforeUnloadEvent) {
      void flush().catch(() => undefined)
      event.preventDefault()
    }
    function onClick(event: MouseEvent) {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null
      const leaves =
        link instanceof HTMLAnchorElement && link.target !== '_blank' && link.pathname !== location.pathname
      if (!leaves || !stuck || window.confirm(`${text.editor.leaveTitle} ${text.editor.leaveBody}`)) return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('beforeunload', onBeforeUnload)
    document.addEventListener('click', onClick, true)
    return () => {
      window.removeEventListener('beforeunload', onBeforeUnload)
      document.removeEventListener('click', onClick, true)
    }
  }, [saveState, flush])
}
