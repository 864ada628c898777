'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Ban, RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import type { ExecutionListItem } from '#lib/contracts/executions.ts'
import { type BulkAction, fits } from './bulk.ts'
import { BulkDialog } from './bulk-dialog.tsx'
import { executionKeys } from './queries.ts'

/** What can be done to the chosen rows; stands above the list as long as there are any. */
export function BulkBar({
  chosen,
  page,
  onChoose,
}: {
  chosen: ReadonlyMap<string, ExecutionListItem>
  page: readonly ExecutionListItem[]
  onChoose(rows: readonly ExecutionListItem[]): void
}) {
  const [action, setAction] = useState<BulkAction | null>(null)
  const queryClient = useQueryClient()
  const rows = [...chosen.values()]
  const wholePage = page.length > 0 && page.every(({ id }) => chosen.has(id))
  const number = (of: BulkAction) => rows.filter((row) => fits(of, row)).length
  return (
    <section
      aria-label={text.executions.chosen(rows.length)}
      className="flex flex-wrap items-center gap-2 border-b bg-pen-wash px-4 py-2"
    >
      <span className="mr-2 font-medium" aria-live="polite">
        {text.executions.chosen(rows.length)}
      </span>
      {!wholePage && (
        <Button size="sm" variant="quiet" onClick={() => onChoose([...rows, ...page])}>
          {text.executions.choosePage}
        </Button>
      )}
      <Button size="sm" disabled={number('again') === 0} onClick={() => setAction('again')}>
        <RotateCcw aria-hidden="true" />
        {text.executions.againMany(number('again'))}
      </Button>
      <Button size="sm" variant="danger" disabled={number('cancel') === 0} onClick={() => setAction('cancel')}>
        <Ban aria-hidden="true" />
        {text.executions.cancelMany(number('cancel'))}
      </Button>
      <Button size="sm" variant="quiet" onClick={() => onChoose([])} className="ml-auto">
        <X aria-hidden="true" />
        {text.executions.chooseNone}
      </Button>
      {action && (
        <BulkDialog
          action={action}
          rows={rows}
          onClose={(acted) => {
            setAction(null)
            if (!acted) return
            onChoose([])
            void queryClient.invalidateQueries({ queryKey: executionKeys.all })
          }}
        />
      )}
    </section>
  )
}
