import { type RefObject, useEffect } from 'react'

const FOCUSABLE = 'input:not([disabled]), textarea, select, [role="combobox"], [role="checkbox"], button'

/** Brings the field at a path into view and focuses it, or the nearest one around it that is drawn; then calls `done`. */
export function useFocusField(root: RefObject<HTMLElement | null>, path: string | undefined, done: () => void): void {
  useEffect(() => {
    if (path === undefined) return
    const place = root.current && nearest(root.current, path)
    const controls = place ? [...place.querySelectorAll<HTMLElement>(FOCUSABLE)] : []
    const target = place?.matches(FOCUSABLE) ? place : (controls.find((control) => !isTool(control)) ?? controls[0])
    target?.scrollIntoView({ block: 'center' })
    target?.focus({ preventScroll: true })
    done()
  }, [root, path, done])
}

function nearest(root: HTMLElement, path: string): HTMLElement | null {
  const steps = path.split('.')
  for (let length = steps.length; length > 0; length--) {
    const at = steps.slice(0, length).join('.')
    const found = root.querySelector<HTMLElement>(`[data-path="${CSS.escape(at)}"]`)
    if (found) return found
  }
  return null
}

/** Whether a control only helps with the field, like the button that inserts a reference. */
function isTool(control: HTMLElement): boolean {
  return control.tagName === 'BUTTON' && control.getAttribute('role') !== 'checkbox'
}
