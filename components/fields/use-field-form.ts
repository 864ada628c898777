import { type Resolver, type UseFormReturn, useForm } from 'react-hook-form'
import type { FieldSpec } from '#lib/engine/fields.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { type FormValues, readForm, startValues } from './read-form.ts'

export type FieldFormState = UseFormReturn<FormValues, unknown, JsonObject>

/** The state of a form drawn from fields; it submits what `readForm` makes of it, checked by the fields' own rules. */
export function useFieldForm(fields: readonly FieldSpec[], given?: JsonObject): FieldFormState {
  return useForm<FormValues, unknown, JsonObject>({
    resolver: resolverOf(fields),
    defaultValues: startValues(fields, given),
  })
}

function resolverOf(fields: readonly FieldSpec[]): Resolver<FormValues, unknown, JsonObject> {
  return (typed) => {
    const { data, problems } = readForm(fields, typed)
    if (problems.length === 0) return { values: data, errors: {} }
    const errors = problems.map(({ path, message }) => [path, { type: 'invalid', message }] as const)
    return { values: {}, errors: Object.fromEntries(errors) }
  }
}
