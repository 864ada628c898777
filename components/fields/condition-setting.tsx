'use client'

import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { ToggleGroup } from '#components/ui/toggle-group.tsx'
import { type ConditionGroup, fromRows, toRows } from '#lib/engine/condition-rows.ts'
import { parseCondition } from '#lib/engine/conditions.ts'
import { ConditionGroupRows } from './condition-group.tsx'
import { FieldError } from './field-error.tsx'
import type { SettingProps } from './setting.ts'
import { errorsBelow, useSettings } from './settings-context.tsx'
import { SuggestInput } from './suggest-input.tsx'
import { nameAt } from './typing.ts'

const words = text.forms.condition

/** A CEL expression, as rows of comparisons where it fits them, else as text. */
export function ConditionSetting({ value, onChange, props, path, label }: SettingProps<'condition'>) {
  const expression = typeof value === 'string' ? value : ''
  const [drawn, setDrawn] = useState<ConditionGroup | undefined>(undefined)
  const [mode, setMode] = useState<'rows' | 'text'>('rows')
  const rows = drawn && fromRows(drawn) === expression ? drawn : toRows(expression)
  const shown = rows === undefined ? 'text' : mode
  return (
    <div className="grid gap-2 rounded-md border p-2.5">
      {rows && (
        <ToggleGroup
          label={words.mode}
          value={shown}
          options={[
            { value: 'rows', label: words.rows },
            { value: 'text', label: words.text },
          ]}
          onChange={(chosen: 'rows' | 'text') => setMode(chosen)}
        />
      )}
      {shown === 'rows' && rows ? (
        <div data-path={path}>
          <ConditionGroupRows
            group={rows}
            onChange={(group) => {
              setDrawn(group)
              onChange(fromRows(group))
            }}
          />
        </div>
      ) : (
        <>
          {!rows && parseCondition(expression).ok && <p className="text-ink-soft text-sm">{words.textOnly}</p>}
          <SuggestInput
            control={props}
            label={label}
            value={expression}
            onChange={(next) => {
              // Half-written text may fit into rows for a moment: whoever writes text goes on writing text.
              setMode('text')
              onChange(next)
            }}
            multiline
            className="font-mono text-sm"
            find={nameAt}
            insert={(suggestion) => suggestion.path}
          />
          <p className="text-ink-soft text-sm">{words.textHelp}</p>
          <Fault expression={expression} path={path} />
        </>
      )}
    </div>
  )
}

/** What the expression reader says, at once; the form says what validation adds a moment later. */
function Fault({ expression, path }: { expression: string; path: string }) {
  const { errors } = useSettings()
  const parsed = parseCondition(expression)
  if (parsed.ok || expression === '' || errorsBelow(errors, path) > 0) return null
  return <FieldError>{parsed.message}</FieldError>
}
