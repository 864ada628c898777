'use client'

import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { asMembers, blankOf } from '#lib/engine/form.ts'
import type { Json } from '#lib/engine/json.ts'
import { FieldError } from './field-error.tsx'
import { ItemSetting } from './item-setting.tsx'
import type { DrawSetting, SettingProps } from './setting.ts'
import { useSettings } from './settings-context.tsx'

/** Names of the author's choosing, each with a value. */
export function RecordSetting({
  control,
  value,
  onChange,
  path,
  literal,
  label,
  draw,
}: SettingProps<'record'> & { draw: DrawSetting }) {
  const { readOnly } = useSettings()
  const entries = Object.entries(asMembers(value))
  const put = (changed: readonly (readonly [string, Json])[]) => onChange(Object.fromEntries(changed))
  const taken = new Set(entries.map(([name]) => name))
  return (
    <div className="grid gap-2">
      {entries.length === 0 && <p className="text-ink-soft text-sm">{text.forms.nothing}</p>}
      {entries.length > 0 && (
        <ul className="grid gap-2">
          {entries.map(([name, item], at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed; the place does not
            <li key={at} className="grid gap-1.5 rounded-md border p-2">
              <div className="flex items-start gap-1">
                <NameInput
                  name={name}
                  label={text.forms.keyOf(at + 1)}
                  taken={taken}
                  onChange={(next) => put(entries.with(at, [next, item]))}
                />
                {!readOnly && (
                  <Button
                    variant="quiet"
                    className="size-9 px-0"
                    aria-label={text.forms.remove(name)}
                    onClick={() => put(entries.toSpliced(at, 1))}
                  >
                    <Trash2 aria-hidden="true" />
                  </Button>
                )}
              </div>
              <div data-path={`${path}.${name}`} className="grid gap-1">
                <ItemSetting
                  setting={{
                    control: control.value,
                    value: item,
                    onChange: (next) => put(entries.with(at, [name, next ?? blankOf(control.value)])),
                    path: `${path}.${name}`,
                    literal,
                    label: text.forms.valueOf(name),
                  }}
                  draw={draw}
                />
              </div>
            </li>
          ))}
        </ul>
      )}
      {!readOnly && (
        <Button
          size="sm"
          className="justify-self-start"
          aria-label={text.forms.addTo(label)}
          onClick={() => put([...entries, [freeName(taken), blankOf(control.value)]])}
        >
          <Plus aria-hidden="true" />
          {text.forms.add}
        </Button>
      )}
    </div>
  )
}

/** A name that takes effect when it is left, so that half of it never stands for another entry. */
function NameInput({
  name,
  label,
  taken,
  onChange,
}: {
  name: string
  label: string
  taken: ReadonlySet<string>
  onChange(name: string): void
}) {
  const { readOnly } = useSettings()
  const [typing, setTyping] = useState<string | undefined>(undefined)
  const next = typing?.trim()
  const wrong =
    next === undefined || next === name
      ? undefined
      : next === ''
        ? text.forms.keyEmpty
        : taken.has(next)
          ? text.forms.keyTaken
          : undefined
  const done = () => {
    if (next !== undefined && next !== name && !wrong) onChange(next)
    setTyping(undefined)
  }
  return (
    <span className="grid min-w-0 flex-1 gap-1">
      <Input
        aria-label={label}
        aria-invalid={wrong ? true : undefined}
        autoComplete="off"
        spellCheck={false}
        readOnly={readOnly}
        className="px-2.5 font-mono text-sm"
        value={typing ?? name}
        onChange={({ target }) => setTyping(target.value)}
        onBlur={done}
        onKeyDown={(event) => event.key === 'Enter' && done()}
      />
      {wrong && <FieldError>{wrong}</FieldError>}
    </span>
  )
}

function freeName(taken: ReadonlySet<string>): string {
  const names = Array.from({ length: taken.size + 1 }, (_, at) => `name_${at + 1}`)
  return names.find((name) => !taken.has(name)) ?? 'name'
}
