'use client'

import type { FormField } from '#lib/engine/form.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { drawSetting } from './setting-control.tsx'
import { SettingsFields } from './settings-fields.tsx'

/** A form for the settings a schema describes, however deep they go; `path` is where they stand. */
export function SettingsForm(form: {
  fields: readonly FormField[]
  values: JsonObject
  onChange(values: JsonObject): void
  path: string
  bare?: boolean
}) {
  return <SettingsFields {...form} draw={drawSetting} />
}
