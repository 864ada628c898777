import { useState } from 'react'
import type { z } from 'zod'
import type { JsonObject } from '#lib/engine/json.ts'

/**
 * Values that are only handed on once their schema takes them; what it refuses stays in the form with its errors.
 * Errors are keyed by `path` and the place in the values.
 */
export function useChecked<Values extends JsonObject>(
  schema: z.ZodType<Values>,
  values: JsonObject,
  path: string,
  commit: (values: Values) => void,
) {
  const [refused, setRefused] = useState<{ values: JsonObject; instead: string } | undefined>(undefined)
  const present = JSON.stringify(values)
  const shown = refused?.instead === present ? refused.values : values
  const checked = schema.safeParse(shown)
  const errors = new Map(
    (checked.error?.issues ?? []).map((issue) => [
      [path, ...issue.path.map(String)].filter(Boolean).join('.'),
      issue.message,
    ]),
  )
  const change = (next: JsonObject) => {
    const parsed = schema.safeParse(next)
    setRefused(parsed.success ? undefined : { values: next, instead: present })
    if (parsed.success) commit(parsed.data)
  }
  return { values: shown, errors, change }
}
