import { useEffect } from 'react'
import { z } from 'zod'
import type { FieldFormState } from '#components/fields/use-field-form.ts'

const PREFIX = 'countersign-review:'
const keptSchema = z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())]))

/** What was typed on a case in this tab and not yet sent; `null` where there is nothing or it cannot be read. */
export function keptText(pauseId: string): z.output<typeof keptSchema> | null {
  try {
    return keptSchema.safeParse(JSON.parse(sessionStorage.getItem(PREFIX + pauseId) ?? 'null')).data ?? null
  } catch {
    return null
  }
}

/** Forgets what was typed, as it may be personal. */
export function forgetText(pauseId: string): void {
  sessionStorage.removeItem(PREFIX + pauseId)
}

/** Keeps what is typed into a form through a reload of the page, for this tab alone. */
export function useKeptText(pauseId: string, form: FieldFormState, keep: boolean): void {
  useEffect(() => {
    if (!keep) return
    const kept = keptText(pauseId)
    if (kept) form.reset({ ...form.getValues(), ...kept }, { keepDefaultValues: true })
    const subscription = form.watch((values) => sessionStorage.setItem(PREFIX + pauseId, JSON.stringify(values)))
    return () => subscription.unsubscribe()
  }, [pauseId, form, keep])
}
