'use client'

import { Plus } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { asMembers, blankMembers } from '#lib/engine/form.ts'
import type { Json } from '#lib/engine/json.ts'
import { ConditionSetting } from './condition-setting.tsx'
import { ListSetting } from './list-setting.tsx'
import { DurationSetting, NumberSetting } from './number-setting.tsx'
import { RecordSetting } from './record-setting.tsx'
import { ReferenceText } from './reference-text.tsx'
import type { SettingProps } from './setting.ts'
import { useSettings } from './settings-context.tsx'
import { SettingsFields } from './settings-fields.tsx'
import { ValueSetting } from './value-setting.tsx'

/** The control for one value, by its kind. */
export function drawSetting(setting: SettingProps) {
  const { control } = setting
  switch (control.kind) {
    case 'text':
      return <TextSetting {...setting} control={control} />
    case 'condition':
      return <ConditionSetting {...setting} control={control} />
    case 'number':
      return <NumberSetting {...setting} control={control} />
    case 'duration':
      return <DurationSetting {...setting} control={control} />
    case 'boolean':
      return <BooleanSetting {...setting} control={control} />
    case 'choice':
      return <ChoiceSetting {...setting} control={control} />
    case 'value':
      return <ValueSetting {...setting} control={control} />
    case 'group':
      return <GroupSetting {...setting} control={control} />
    case 'list':
      return <ListSetting {...setting} control={control} draw={drawSetting} />
    case 'record':
      return <RecordSetting {...setting} control={control} draw={drawSetting} />
    case 'variant':
      return <VariantSetting {...setting} control={control} />
    default:
      return control satisfies never
  }
}

function GroupSetting({ control, value, onChange, path, literal, label }: SettingProps<'group'>) {
  const { readOnly } = useSettings()
  if (value === undefined) {
    return readOnly ? (
      <p className="text-ink-soft text-sm">{text.forms.nothing}</p>
    ) : (
      <Button
        size="sm"
        className="justify-self-start"
        aria-label={text.forms.addTo(label)}
        onClick={() => onChange(blankMembers(control.fields))}
      >
        <Plus aria-hidden="true" />
        {text.forms.add}
      </Button>
    )
  }
  return (
    <div className="p-3">
      <SettingsFields
        fields={control.fields}
        values={asMembers(value)}
        onChange={onChange}
        path={path}
        literal={literal}
        draw={drawSetting}
      />
    </div>
  )
}

function TextSetting({ control, value, onChange, literal, props, box }: SettingProps<'text'>) {
  const { readOnly, choices } = useSettings()
  const shown = typeof value === 'string' ? value : writtenOut(value)
  if (control.from) {
    const list = `${props.id}-list`
    return (
      <>
        <Input
          {...props}
          list={list}
          value={shown}
          readOnly={readOnly}
          onChange={(event) => onChange(event.target.value)}
        />
        <datalist id={list}>
          {(choices[control.from] ?? []).map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </datalist>
      </>
    )
  }
  if (!literal)
    return (
      <ReferenceText
        control={props}
        value={shown}
        onChange={onChange}
        multiline={control.multiline}
        {...(box && { box })}
      />
    )
  const plain = { ...props, value: shown, readOnly, spellCheck: !control.code }
  return control.multiline ? (
    <Textarea
      {...plain}
      className={control.code && 'font-mono text-sm'}
      onChange={(event) => onChange(event.target.value)}
    />
  ) : (
    <Input {...plain} onChange={(event) => onChange(event.target.value)} />
  )
}

/** A value that came as something else than text: lists with commas, the rest as JSON. */
function writtenOut(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ')
  return JSON.stringify(value)
}

function BooleanSetting({ value, onChange, props }: SettingProps<'boolean'>) {
  const { readOnly } = useSettings()
  return (
    <Checkbox {...props} checked={value === true} disabled={readOnly} onCheckedChange={(on) => onChange(on === true)} />
  )
}

function ChoiceSetting({ control, value, onChange, props }: SettingProps<'choice'>) {
  const { readOnly } = useSettings()
  const chosen = typeof value === 'string' ? value : ''
  const strange = !control.options.some((option) => option.value === chosen)
  return (
    <Select {...props} value={chosen} disabled={readOnly} onChange={(event) => onChange(event.target.value)}>
      {strange && <option value={chosen}>{chosen}</option>}
      {control.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </Select>
  )
}

function VariantSetting({ control, value, onChange, path, literal, label }: SettingProps<'variant'>) {
  const { readOnly } = useSettings()
  const members = asMembers(value)
  const chosen = control.options.find((option) => option.value === members[control.key]) ?? control.options[0]
  const choose = (name: string) => {
    const fields = control.options.find((option) => option.value === name)?.fields ?? []
    const kept = Object.entries(members).filter(([member]) => fields.some((field) => field.name === member))
    onChange({ [control.key]: name, ...blankMembers(fields), ...Object.fromEntries(kept) })
  }
  return (
    <div className="grid gap-3">
      <Select
        aria-label={label}
        data-path={`${path}.${control.key}`}
        value={chosen?.value ?? ''}
        disabled={readOnly}
        onChange={(event) => choose(event.target.value)}
      >
        {control.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </Select>
      {chosen && chosen.fields.length > 0 && (
        <div className="rounded-md border p-3">
          <SettingsFields
            fields={chosen.fields}
            values={members}
            onChange={onChange}
            path={path}
            literal={literal}
            draw={drawSetting}
          />
        </div>
      )}
    </div>
  )
}
