'use client'

import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { type Json, jsonSchema, parseJson } from '#lib/engine/json.ts'
import { FieldError } from './field-error.tsx'
import { NumberInput } from './number-setting.tsx'
import { ReferenceText } from './reference-text.tsx'
import type { SettingProps } from './setting.ts'
import { useSettings } from './settings-context.tsx'

const KINDS = ['text', 'number', 'boolean', 'nothing', 'json'] as const
type Kind = (typeof KINDS)[number]

/** Any JSON value: its kind, and a control for that kind. */
export function ValueSetting({ value, onChange, props, label, literal }: SettingProps<'value'>) {
  const { readOnly } = useSettings()
  const kind = kindOf(value)
  return (
    <div className="grid min-w-0 gap-1.5">
      <Select
        aria-label={text.forms.kindOf(label)}
        className="w-32"
        value={kind}
        disabled={readOnly}
        onChange={({ target }) => onChange(converted(value, KINDS.find((name) => name === target.value) ?? 'text'))}
      >
        {KINDS.map((name) => (
          <option key={name} value={name}>
            {text.forms.kinds[name]}
          </option>
        ))}
      </Select>
      {kind === 'text' && (
        <ReferenceText
          control={props}
          label={label}
          value={typeof value === 'string' ? value : ''}
          onChange={onChange}
          multiline={!literal && isLong(value)}
        />
      )}
      {kind === 'number' && (
        <NumberInput props={props} label={label} value={value} onChange={(next) => onChange(next ?? 0)} />
      )}
      {kind === 'boolean' && (
        <Select
          {...props}
          aria-label={label}
          className="w-32"
          value={String(value)}
          disabled={readOnly}
          onChange={({ target }) => onChange(target.value === 'true')}
        >
          <option value="true">{text.common.yes}</option>
          <option value="false">{text.common.no}</option>
        </Select>
      )}
      {kind === 'json' && <JsonInput props={props} label={label} value={value ?? null} onChange={onChange} />}
    </div>
  )
}

function isLong(value: Json | undefined): boolean {
  return typeof value === 'string' && (value.length > 60 || value.includes('\n'))
}

function kindOf(value: Json | undefined): Kind {
  if (value === undefined || typeof value === 'string') return 'text'
  if (value === null) return 'nothing'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'json'
}

function converted(value: Json | undefined, kind: Kind): Json {
  switch (kind) {
    case 'text':
      return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
    case 'number':
      return Number.isFinite(Number(value)) ? Number(value) : 0
    case 'boolean':
      return value === true || value === 'true'
    case 'nothing':
      return null
    case 'json': {
      const read = typeof value === 'string' ? parseJson(value) : value
      return typeof read === 'object' && read !== null ? read : {}
    }
    default:
      return kind satisfies never
  }
}

function JsonInput({
  props,
  label,
  value,
  onChange,
}: Pick<SettingProps, 'props' | 'label'> & { value: Json; onChange(value: Json): void }) {
  const { readOnly } = useSettings()
  const [typing, setTyping] = useState<{ text: string; value: Json } | undefined>(undefined)
  const [wrong, setWrong] = useState(false)
  const shown = typing?.value === value || (typing && wrong) ? typing.text : JSON.stringify(value, null, 2)
  return (
    <>
      <Textarea
        {...props}
        aria-label={label}
        aria-invalid={wrong || props['aria-invalid']}
        className="font-mono text-sm"
        spellCheck={false}
        readOnly={readOnly}
        value={shown}
        onChange={({ target }) => {
          const read = jsonSchema.safeParse(parseJson(target.value))
          setWrong(!read.success)
          setTyping({ text: target.value, value: read.success ? read.data : value })
          if (read.success) onChange(read.data)
        }}
      />
      {wrong && <FieldError>{text.forms.json}</FieldError>}
    </>
  )
}
