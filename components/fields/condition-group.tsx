'use client'

import { Plus, Trash2 } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Select } from '#components/ui/select.tsx'
import type { ConditionGroup, ConditionRow } from '#lib/engine/condition-rows.ts'
import { ConditionRowFields } from './condition-row.tsx'
import { useSettings } from './settings-context.tsx'

const words = text.forms.condition
const DEEPEST = 2

/** Comparisons of which all, or any, must hold; groups inside are drawn the same way. */
export function ConditionGroupRows({
  group,
  onChange,
  depth = 0,
}: {
  group: ConditionGroup
  onChange(group: ConditionGroup): void
  depth?: number
}) {
  const { readOnly } = useSettings()
  const { join, parts } = group
  const put = (at: number, part: ConditionRow | ConditionGroup) => onChange({ join, parts: parts.with(at, part) })
  const add = (part: ConditionRow | ConditionGroup) => onChange({ join, parts: [...parts, part] })
  return (
    <div className="grid gap-2">
      {parts.length > 1 && (
        <Select
          aria-label={words.join}
          className="w-48"
          value={join}
          disabled={readOnly}
          onChange={({ target }) => onChange({ join: target.value === 'any' ? 'any' : 'all', parts })}
        >
          <option value="all">{words.all}</option>
          <option value="any">{words.any}</option>
        </Select>
      )}
      {parts.length === 0 && <p className="text-ink-soft text-sm">{words.always}</p>}
      {parts.map((part, at) => {
        const name = 'join' in part ? words.group(at + 1) : words.row(at + 1)
        return (
          <fieldset
            // biome-ignore lint/suspicious/noArrayIndexKey: comparisons have no identity but their place
            key={at}
            className="flex min-w-0 items-start gap-1 border-line border-l-2 pl-2"
          >
            <legend className="sr-only">{name}</legend>
            <div className="min-w-0 flex-1">
              {'join' in part ? (
                <ConditionGroupRows group={part} onChange={(next) => put(at, next)} depth={depth + 1} />
              ) : (
                <ConditionRowFields row={part} onChange={(next) => put(at, next)} />
              )}
            </div>
            {!readOnly && (
              <Button
                variant="quiet"
                className="size-7 px-0"
                aria-label={text.forms.remove(name)}
                onClick={() => onChange({ join, parts: parts.toSpliced(at, 1) })}
              >
                <Trash2 aria-hidden="true" />
              </Button>
            )}
          </fieldset>
        )
      })}
      {!readOnly && (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => add(EMPTY_ROW)}>
            <Plus aria-hidden="true" />
            {words.addRow}
          </Button>
          {depth < DEEPEST && parts.length > 0 && (
            <Button
              size="sm"
              variant="quiet"
              onClick={() => add({ join: join === 'all' ? 'any' : 'all', parts: [EMPTY_ROW, EMPTY_ROW] })}
            >
              {words.addGroup}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

const EMPTY_ROW: ConditionRow = { left: '', operator: '==', right: { value: '' } }
