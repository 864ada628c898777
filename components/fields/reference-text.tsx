'use client'

import type { RefObject } from 'react'
import type { ControlProps } from '#components/ui/field.tsx'
import { referencesIn } from '#lib/engine/references.ts'
import type { Suggestion } from '#lib/engine/suggest.ts'
import { useSettings } from './settings-context.tsx'
import { SuggestInput, type TextBox } from './suggest-input.tsx'
import { referenceAt } from './typing.ts'

/** A text in which `{` opens what can be referred to; below it stands in words what it refers to. */
export function ReferenceText({
  value,
  onChange,
  ...props
}: {
  control?: Partial<ControlProps>
  label?: string
  value: string
  onChange(value: string): void
  multiline?: boolean
  placeholder?: string
  box?: RefObject<TextBox | null>
}) {
  return (
    <div className="grid min-w-0 gap-1">
      <SuggestInput {...props} value={value} onChange={onChange} find={referenceAt} insert={referenceOf} />
      <References text={value} />
    </div>
  )
}

/** A suggestion as a reference. */
export function referenceOf({ path }: Suggestion): string {
  return `{${path}}`
}

function References({ text: value }: { text: string }) {
  const { suggestions } = useSettings()
  const known = referencesIn(value).flatMap(({ path }) => {
    const at = path.join('.')
    const found = suggestions.find((suggestion) => suggestion.path.replaceAll(/\[(\d+)\]/g, '.$1') === at)
    return found ? [found] : []
  })
  const named = known.flatMap(({ path, label, from }) =>
    from.scope === 'block' ? [{ path, words: label === from.name ? label : `${from.name} › ${label}` }] : [],
  )
  if (named.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-1">
      {[...new Map(named.map((one) => [one.path, one.words]))].map(([path, words]) => (
        <li key={path} className="max-w-full truncate rounded-sm bg-pen-wash px-1.5 text-pen text-xs">
          {words}
        </li>
      ))}
    </ul>
  )
}
