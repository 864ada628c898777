'use client'

import { PenLine, RotateCcw, Trash2 } from 'lucide-react'
import { useId, useRef } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import type { ControlProps } from '#components/ui/field.tsx'
import { Label } from '#components/ui/label.tsx'
import { type FormField, isShown } from '#lib/engine/form.ts'
import { canonicalJson, type Json, type JsonObject } from '#lib/engine/json.ts'
import { holdsReference } from '#lib/engine/references.ts'
import { FieldError } from './field-error.tsx'
import { ReferencePicker } from './reference-picker.tsx'
import { ReferenceText, referenceOf } from './reference-text.tsx'
import type { DrawSetting } from './setting.ts'
import { useSettings } from './settings-context.tsx'
import type { TextBox } from './suggest-input.tsx'

/** The members of an object, one field for each that matters; `path` is where the object stands. */
export function SettingsFields({
  fields,
  values,
  onChange,
  path,
  literal,
  draw,
  bare = false,
}: {
  fields: readonly FormField[]
  values: JsonObject
  onChange(values: JsonObject): void
  path: string
  literal?: boolean
  draw: DrawSetting
  /** Labels are there for screen readers only, because the heading above says the same. */
  bare?: boolean
}) {
  const put = (name: string, value: Json | undefined) => {
    const { [name]: _before, ...rest } = values
    onChange(value === undefined ? rest : { ...values, [name]: value })
  }
  return (
    <div className="grid gap-4">
      {fields
        .filter((field) => isShown(field, fields, values))
        .map((field) => (
          <SettingField
            key={field.name}
            field={field}
            value={values[field.name]}
            onChange={(value) => put(field.name, value)}
            path={path === '' ? field.name : `${path}.${field.name}`}
            literal={literal === true || field.literal === true}
            draw={draw}
            bare={bare}
          />
        ))}
    </div>
  )
}

type FieldProps = {
  field: FormField
  value: Json | undefined
  onChange(value: Json | undefined): void
  path: string
  literal: boolean
  draw: DrawSetting
  bare: boolean
}

/** Kinds that consist of several controls and are named as a group. */
const GROUPS: ReadonlySet<FormField['control']['kind']> = new Set(['group', 'list', 'record', 'variant', 'condition'])

function SettingField({ field, value: given, onChange, path, literal, draw, bare }: FieldProps) {
  const { errors, readOnly } = useSettings()
  const id = useId()
  const box = useRef<TextBox>(null)
  const { control, label, help } = field
  const value = given ?? field.default
  const refers =
    !literal &&
    control.kind !== 'text' &&
    control.kind !== 'value' &&
    typeof value === 'string' &&
    (control.kind !== 'choice' || holdsReference(value))
  const error = errorOf(field, value, errors.get(path))
  const props: ControlProps = {
    id,
    'aria-describedby': [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined,
    'aria-invalid': error ? true : undefined,
    'aria-required': field.required || undefined,
  }
  const isGroup = GROUPS.has(control.kind) && !refers
  const inline = control.kind === 'boolean' && !refers
  const put = (next: Json | undefined) => onChange(isNothing(next, field) ? undefined : next)
  const optional = control.kind === 'group' && field.default === undefined && !field.required
  const body = refers ? (
    <ReferenceText control={props} value={value} onChange={put} box={box} />
  ) : (
    draw({ control, value, onChange: put, path, literal, props, label, box })
  )
  return (
    <div data-path={path} className="grid gap-1" {...(isGroup && { role: 'group', 'aria-labelledby': `${id}-name` })}>
      <div className={bare ? 'sr-only' : 'flex min-h-6 items-center gap-1'}>
        {inline && body}
        <Name id={id} label={label} group={isGroup} className={inline ? 'pl-1.5' : undefined} />
        <span className="flex-1" />
        {!readOnly && !bare && (
          <Tools
            removable={optional && value !== undefined}
            field={field}
            given={given}
            refers={refers}
            literal={literal}
            onChange={onChange}
            onInsert={(reference) =>
              insertInto(
                box.current,
                control.kind === 'text' && typeof value === 'string' ? value : '',
                reference,
                onChange,
              )
            }
          />
        )}
      </div>
      {help && (
        <p id={`${id}-help`} className={cn('text-ink-soft text-sm', inline && 'pl-7.5')}>
          {help}
        </p>
      )}
      {!inline &&
        (control.kind === 'group' && value !== undefined ? <div className="rounded-md border">{body}</div> : body)}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}

function Name({
  id,
  label,
  group,
  className,
}: {
  id: string
  label: string
  group: boolean
  className?: string | undefined
}) {
  if (group)
    return (
      <span id={`${id}-name`} className="font-medium text-ink text-sm">
        {label}
      </span>
    )
  return (
    <Label id={`${id}-name`} htmlFor={id} className={className}>
      {label}
    </Label>
  )
}

function Tools({
  field,
  given,
  refers,
  literal,
  removable,
  onChange,
  onInsert,
}: Pick<FieldProps, 'field' | 'literal' | 'onChange'> & {
  given: Json | undefined
  refers: boolean
  removable: boolean
  onInsert(reference: string): void
}) {
  const changed =
    given !== undefined && saysSomething(field.default) && canonicalJson(given) !== canonicalJson(field.default)
  return (
    <>
      {changed && (
        <Button
          variant="quiet"
          className="size-6 px-0"
          aria-label={text.forms.reset(field.label)}
          title={text.forms.reset(field.label)}
          onClick={() => onChange(undefined)}
        >
          <RotateCcw aria-hidden="true" className="size-3.5!" />
        </Button>
      )}
      {removable && (
        <Button
          variant="quiet"
          className="size-6 px-0"
          aria-label={text.forms.remove(field.label)}
          title={text.forms.remove(field.label)}
          onClick={() => onChange(undefined)}
        >
          <Trash2 aria-hidden="true" className="size-3.5!" />
        </Button>
      )}
      {refers && (
        <Button
          variant="quiet"
          className="size-6 px-0"
          aria-label={text.forms.useValue}
          title={text.forms.useValue}
          onClick={() => onChange(typeof field.default === 'string' ? undefined : field.default)}
        >
          <PenLine aria-hidden="true" className="size-3.5!" />
        </Button>
      )}
      {!literal && field.control.kind !== 'value' && !(field.control.kind === 'text' && field.control.from) && (
        <ReferencePicker label={field.label} onChoose={(suggestion) => onInsert(referenceOf(suggestion))} />
      )}
    </>
  )
}

/** Puts a reference where the caret last stood in the text, at its end where it never stood there. */
function insertInto(box: TextBox | null, value: string, reference: string, onChange: (value: string) => void) {
  const start = box && box.value === value ? (box.selectionStart ?? value.length) : value.length
  const end = box && box.value === value ? (box.selectionEnd ?? start) : start
  onChange(value.slice(0, start) + reference + value.slice(end))
}

/** Whether a default is worth going back to. */
function saysSomething(value: Json | undefined): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return value !== undefined && value !== '' && value !== null
}

/** An emptied field says nothing, unless its default would speak in its place. */
function isNothing(value: Json | undefined, field: FormField): boolean {
  return value === undefined || (value === '' && field.default === undefined && !field.required)
}

function errorOf(field: FormField, value: Json | undefined, told: string | undefined): string | undefined {
  if (told === undefined) return undefined
  const empty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  return empty && field.required ? text.forms.required(field.label) : told
}
