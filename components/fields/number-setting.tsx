'use client'

import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { cn } from '#components/ui/cn.ts'
import type { ControlProps } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import type { Json } from '#lib/engine/json.ts'
import { inUnit, UNITS, type Unit, unitOf } from './duration.ts'
import { FieldError } from './field-error.tsx'
import type { SettingProps } from './setting.ts'
import { useSettings } from './settings-context.tsx'

/** A number, with what it counts behind it. */
export function NumberSetting({ control, value, onChange, props }: SettingProps<'number'>) {
  return (
    <div className="flex items-center gap-2">
      <NumberInput props={props} value={value} onChange={onChange} />
      {control.unit && <span className="text-ink-soft text-sm">{control.unit}</span>}
    </div>
  )
}

/** A number of seconds, counted in the unit that suits it. */
export function DurationSetting({ control, value, onChange: put, props, label }: SettingProps<'duration'>) {
  const { readOnly } = useSettings()
  const factor = control.milliseconds ? 1_000 : 1
  const seconds = typeof value === 'number' ? value / factor : undefined
  const onChange = (next: number | undefined) => put(next === undefined ? undefined : next * factor)
  const [unit, setUnit] = useState<Unit>(unitOf(seconds))
  return (
    <div className="flex items-start gap-2">
      <NumberInput
        props={props}
        value={seconds === undefined ? undefined : inUnit(seconds, unit)}
        onChange={(count) => onChange(count === undefined ? undefined : count * UNITS[unit])}
      />
      <Select
        aria-label={text.forms.unitOf(label)}
        className="w-32 shrink-0"
        value={unit}
        disabled={readOnly}
        onChange={({ target }) => {
          const chosen = unitNamed(target.value)
          if (seconds !== undefined) onChange(inUnit(seconds, unit) * UNITS[chosen])
          setUnit(chosen)
        }}
      >
        {Object.entries(text.forms.units).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </Select>
    </div>
  )
}

function unitNamed(name: string): Unit {
  return name === 'minutes' || name === 'hours' || name === 'days' ? name : 'seconds'
}

/** A number as it is typed: what is no number yet stays in the control and is told, without changing the value. */
export function NumberInput({
  props,
  label,
  value,
  onChange,
  className,
}: {
  props?: ControlProps
  label?: string
  value: Json | undefined
  onChange(value: number | undefined): void
  className?: string
}) {
  const { readOnly } = useSettings()
  const shown = typeof value === 'number' ? String(value) : ''
  const [typing, setTyping] = useState<string | undefined>(undefined)
  const typed = typing !== undefined && (readNumber(typing) === value || readNumber(typing) === 'none') ? typing : shown
  const wrong = readNumber(typed) === 'none'
  return (
    <span className={cn('grid w-full min-w-24 max-w-44 gap-1', className)}>
      <Input
        {...props}
        {...(label !== undefined && { 'aria-label': label })}
        aria-invalid={wrong || props?.['aria-invalid']}
        inputMode="decimal"
        autoComplete="off"
        className="tabular px-2.5"
        readOnly={readOnly}
        value={typed}
        onChange={({ target }) => {
          setTyping(target.value)
          const read = readNumber(target.value)
          if (read !== 'none') onChange(read)
        }}
        onBlur={() => setTyping(undefined)}
      />
      {wrong && <FieldError>{text.forms.number}</FieldError>}
    </span>
  )
}

function readNumber(typed: string): number | undefined | 'none' {
  const plain = typed.trim()
  if (plain === '') return undefined
  const value = Number(plain)
  return Number.isFinite(value) ? value : 'none'
}
