'use client'

import { useId } from 'react'
import { FieldError } from './field-error.tsx'
import type { DrawSetting, SettingProps } from './setting.ts'
import { useSettings } from './settings-context.tsx'

/** The control of a value that has no visible label of its own, with what is wrong below it. */
export function ItemSetting({ setting, draw }: { setting: Omit<SettingProps, 'props'>; draw: DrawSetting }) {
  const id = useId()
  const { errors } = useSettings()
  const composite = setting.control.kind === 'group'
  const error = composite ? undefined : errors.get(setting.path)
  const props = {
    id,
    'aria-describedby': error ? `${id}-error` : undefined,
    'aria-invalid': error ? (true as const) : undefined,
    'aria-required': undefined,
    'aria-label': setting.label,
  }
  return (
    <>
      {draw({ ...setting, props })}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </>
  )
}
