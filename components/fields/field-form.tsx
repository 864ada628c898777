'use client'

import type { FieldSpec } from '#lib/engine/fields.ts'
import { FieldControl } from './field-control.tsx'
import type { FieldFormState } from './use-field-form.ts'

/** All fields of a form, one below the other. */
export function FieldForm({
  fields,
  form,
  readOnly,
}: {
  fields: readonly FieldSpec[]
  form: FieldFormState
  readOnly?: boolean
}) {
  return (
    <div className="grid gap-4">
      {fields.map((field) => (
        <FieldControl key={field.name} field={field} form={form} readOnly={readOnly ?? false} />
      ))}
    </div>
  )
}
