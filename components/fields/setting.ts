import type { ReactNode, RefObject } from 'react'
import type { ControlProps } from '#components/ui/field.tsx'
import type { FormControl } from '#lib/engine/form.ts'
import type { Json } from '#lib/engine/json.ts'
import type { TextBox } from './suggest-input.tsx'

/** One value of a form, and all that is needed to draw its control. */
export type SettingProps<Kind extends FormControl['kind'] = FormControl['kind']> = {
  control: Extract<FormControl, { kind: Kind }>
  value: Json | undefined
  onChange(value: Json | undefined): void
  path: string
  /** Texts here are never searched for references. */
  literal: boolean
  props: ControlProps
  label: string
  box?: RefObject<TextBox | null>
}

/** Draws the control of a value; handed down, because controls hold controls. */
export type DrawSetting = (setting: SettingProps) => ReactNode
