'use client'

import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import type { ConditionRow, Operand } from '#lib/engine/condition-rows.ts'
import { listOf, OPERAND_KINDS, OPERATORS, operandAs, operandKind, withOperator } from './condition-choices.ts'
import { NumberInput } from './number-setting.tsx'
import { useSettings } from './settings-context.tsx'
import { SuggestInput } from './suggest-input.tsx'
import { wholeAt } from './typing.ts'

const words = text.forms.condition

/** One comparison: what is looked at, how, and with what. */
export function ConditionRowFields({ row, onChange }: { row: ConditionRow; onChange(row: ConditionRow): void }) {
  const { readOnly, suggestions } = useSettings()
  const type = suggestions.find(({ path }) => path === row.left)?.type
  return (
    <div className="grid gap-1.5">
      <PathInput label={words.left} value={row.left} onChange={(left) => onChange({ ...row, left })} />
      <Select
        aria-label={words.operator}
        value={row.operator}
        disabled={readOnly}
        onChange={({ target }) => {
          const operator = OPERATORS.find((name) => name === target.value)
          if (operator) onChange(withOperator(row, operator, type))
        }}
      >
        {OPERATORS.map((operator) => (
          <option key={operator} value={operator}>
            {words.operators[operator]}
          </option>
        ))}
      </Select>
      {'right' in row && <OperandInput operand={row.right} onChange={(right) => onChange({ ...row, right })} />}
      {'list' in row && <ListInput list={row.list} onChange={(list) => onChange({ ...row, list })} />}
    </div>
  )
}

function PathInput({ label, value, onChange }: { label: string; value: string; onChange(value: string): void }) {
  return (
    <SuggestInput
      label={label}
      value={value}
      onChange={onChange}
      placeholder={words.leftHint}
      className="font-mono text-sm"
      find={wholeAt}
      insert={(suggestion) => suggestion.path}
    />
  )
}

function OperandInput({ operand, onChange }: { operand: Operand; onChange(operand: Operand): void }) {
  const { readOnly } = useSettings()
  const kind = operandKind(operand)
  return (
    <div className="flex items-start gap-1.5">
      <Select
        aria-label={words.rightKind}
        className="w-28 shrink-0"
        value={kind}
        disabled={readOnly}
        onChange={({ target }) =>
          onChange(operandAs(operand, OPERAND_KINDS.find((name) => name === target.value) ?? 'text'))
        }
      >
        {OPERAND_KINDS.map((name) => (
          <option key={name} value={name}>
            {words.operandKinds[name]}
          </option>
        ))}
      </Select>
      <div className="min-w-0 flex-1">
        <OperandValue operand={operand} onChange={onChange} />
      </div>
    </div>
  )
}

function OperandValue({ operand, onChange }: { operand: Operand; onChange(operand: Operand): void }) {
  const { readOnly } = useSettings()
  if ('path' in operand)
    return <PathInput label={words.right} value={operand.path} onChange={(path) => onChange({ path })} />
  const { value } = operand
  if (typeof value === 'number') {
    return (
      <NumberInput
        label={words.right}
        className="max-w-none"
        value={value}
        onChange={(next) => onChange({ value: next ?? 0 })}
      />
    )
  }
  if (typeof value === 'boolean') {
    return (
      <Select
        aria-label={words.right}
        value={String(value)}
        disabled={readOnly}
        onChange={({ target }) => onChange({ value: target.value === 'true' })}
      >
        <option value="true">{text.common.yes}</option>
        <option value="false">{text.common.no}</option>
      </Select>
    )
  }
  return (
    <Input
      aria-label={words.right}
      className="px-2.5"
      autoComplete="off"
      spellCheck={false}
      readOnly={readOnly}
      value={value ?? ''}
      onChange={({ target }) => onChange({ value: target.value })}
    />
  )
}

/** Values with commas between them; what is typed stays as it is while it means the same. */
function ListInput({ list, onChange }: { list: (string | number)[]; onChange(list: (string | number)[]): void }) {
  const { readOnly } = useSettings()
  const [typing, setTyping] = useState<string | undefined>(undefined)
  const shown = list.map(String).join(', ')
  const kept = typing !== undefined && listOf(typing).map(String).join(', ') === shown
  return (
    <Input
      aria-label={words.list}
      placeholder={words.list}
      className="px-2.5"
      autoComplete="off"
      spellCheck={false}
      readOnly={readOnly}
      value={kept ? typing : shown}
      onChange={({ target }) => {
        setTyping(target.value)
        onChange(listOf(target.value))
      }}
    />
  )
}
