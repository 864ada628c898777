'use client'

import { createContext, useContext } from 'react'
import { text } from '#components/messages/text.ts'
import { Checkbox } from '#components/ui/checkbox.tsx'
import type { ExecutionListItem } from '#lib/contracts/executions.ts'

/** Which rows are chosen, by id. */
export type Selection = {
  chosen: ReadonlyMap<string, ExecutionListItem>
  toggle(row: ExecutionListItem): void
}

const Context = createContext<Selection>({ chosen: new Map(), toggle: () => {} })
export const SelectionProvider = Context.Provider

/** Chooses one row for what is done to several. */
export function RowCheckbox({ row }: { row: ExecutionListItem }) {
  const { chosen, toggle } = useContext(Context)
  return (
    <Checkbox
      className="relative z-10 my-1"
      aria-label={text.executions.choose(row.publicId)}
      checked={chosen.has(row.id)}
      onCheckedChange={() => toggle(row)}
    />
  )
}
