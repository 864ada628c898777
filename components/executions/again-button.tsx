'use client'

import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import type { ExecutionDetail } from '#lib/contracts/executions.ts'
import { AgainDialog } from './again-dialog.tsx'

/** Runs an execution again: all of it, or from a block on. */
export function AgainButton({
  detail,
  fromBlock,
}: {
  detail: ExecutionDetail
  fromBlock?: { id: string; name: string }
}) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size={fromBlock ? 'sm' : 'md'} onClick={() => setOpen(true)}>
        <RotateCcw aria-hidden="true" />
        {fromBlock ? text.executions.rerunHere : text.executions.again}
      </Button>
      {open && <AgainDialog detail={detail} fromBlock={fromBlock} onClose={() => setOpen(false)} />}
    </>
  )
}
