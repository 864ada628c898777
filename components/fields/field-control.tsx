'use client'

import { Controller } from 'react-hook-form'
import { text } from '#components/messages/text.ts'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { type ControlProps, Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Label } from '#components/ui/label.tsx'
import { Radio, RadioGroup } from '#components/ui/radio.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { FieldSpec } from '#lib/engine/fields.ts'
import type { FieldFormState } from './use-field-form.ts'

/** As many choices are shown at once, to be chosen with one click. */
const FEW_OPTIONS = 4

type Props = { field: FieldSpec; form: FieldFormState; readOnly?: boolean }

/** One field with its label, help and error, drawn by its type. */
export function FieldControl({ field, form, readOnly }: Props) {
  const error = form.formState.errors[field.name]?.message
  return (
    <Field
      label={field.label}
      help={field.help}
      error={typeof error === 'string' ? error : undefined}
      required={field.required}
      inline={field.type === 'boolean'}
    >
      {(control) => <Control field={field} form={form} control={control} readOnly={readOnly ?? false} />}
    </Field>
  )
}

function Control({ field, form, control, readOnly }: Required<Props> & { control: ControlProps }) {
  const registered = form.register(field.name)
  switch (field.type) {
    case 'textarea':
      return <Textarea {...control} {...registered} readOnly={readOnly} />
    case 'json':
      return (
        <Textarea {...control} {...registered} readOnly={readOnly} spellCheck={false} className="font-mono text-sm" />
      )
    case 'boolean':
      return <TickBox field={field} form={form} control={control} readOnly={readOnly} />
    case 'select':
      if (field.required && (field.options ?? []).length <= FEW_OPTIONS) {
        return <Radios field={field} form={form} control={control} readOnly={readOnly} />
      }
      return (
        <Select {...control} {...registered} disabled={readOnly}>
          <option value="">{text.fields.choose}</option>
          {(field.options ?? []).map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )
    case 'multiselect':
      return <TickBoxes field={field} form={form} control={control} readOnly={readOnly} />
    case 'number':
      return <Input {...control} {...registered} readOnly={readOnly} inputMode="decimal" className="tabular" />
    case 'date':
      return <Input {...control} {...registered} readOnly={readOnly} type="date" className="tabular w-44" />
    case 'file':
      return <Input {...control} {...registered} readOnly={readOnly} placeholder={text.fields.file} />
    case 'text':
      return <Input {...control} {...registered} readOnly={readOnly} />
    default:
      return field.type satisfies never
  }
}

function Radios({ field, form, control, readOnly }: Required<Props> & { control: ControlProps }) {
  return (
    <Controller
      control={form.control}
      name={field.name}
      render={({ field: { value, onChange, onBlur } }) => (
        <RadioGroup
          {...control}
          aria-label={field.label}
          value={typeof value === 'string' ? value : ''}
          onValueChange={onChange}
          onBlur={onBlur}
          disabled={readOnly}
        >
          {(field.options ?? []).map((option) => (
            <span key={option.value} className="flex items-center gap-2.5">
              <Radio id={`${control.id}-${option.value}`} value={option.value} />
              <Label htmlFor={`${control.id}-${option.value}`} className="font-normal">
                {option.label}
              </Label>
            </span>
          ))}
        </RadioGroup>
      )}
    />
  )
}

function TickBox({ field, form, control, readOnly }: Required<Props> & { control: ControlProps }) {
  return (
    <Controller
      control={form.control}
      name={field.name}
      render={({ field: { ref, value, onChange, onBlur } }) => (
        <Checkbox
          {...control}
          ref={ref}
          checked={value === true}
          onCheckedChange={onChange}
          onBlur={onBlur}
          disabled={readOnly}
        />
      )}
    />
  )
}

function TickBoxes({ field, form, control, readOnly }: Required<Props> & { control: ControlProps }) {
  return (
    <Controller
      control={form.control}
      name={field.name}
      render={({ field: { ref, value, onChange, onBlur } }) => {
        const chosen = Array.isArray(value) ? value : []
        return (
          <fieldset id={control.id} aria-describedby={control['aria-describedby']} className="grid gap-2">
            <legend className="sr-only">{field.label}</legend>
            {(field.options ?? []).map((option, position) => {
              const id = `${control.id}-${position}`
              return (
                <span key={option.value} className="flex items-center gap-2.5">
                  <Checkbox
                    id={id}
                    ref={position === 0 ? ref : undefined}
                    aria-invalid={control['aria-invalid']}
                    checked={chosen.includes(option.value)}
                    onCheckedChange={(on) =>
                      onChange(on === true ? [...chosen, option.value] : chosen.filter((item) => item !== option.value))
                    }
                    onBlur={onBlur}
                    disabled={readOnly}
                  />
                  <Label htmlFor={id} className="font-normal">
                    {option.label}
                  </Label>
                </span>
              )
            })}
          </fieldset>
        )
      }}
    />
  )
}
