'use client'

import { ChevronDown, ChevronUp } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { useOfferCommands } from '#components/ui/page-commands.ts'
import { useHydrated } from '#components/ui/use-hydrated.ts'
import { neighboursOf } from './trail.ts'

/** To the executions before and after this one in the list last seen, also by `k` and `j`. */
export function Neighbours({ executionId }: { executionId: string }) {
  const router = useRouter()
  const hydrated = useHydrated()
  const ways = useMemo(() => {
    const found = hydrated ? neighboursOf(executionId) : { previous: undefined, next: undefined }
    const way = (id: string, label: string, key: string, to: string | undefined) => ({
      ...{ id, label, keys: [key], group: text.executions.title, enabled: to !== undefined },
      run: () => {
        if (to !== undefined) router.push(`/executions/${to}`)
      },
    })
    return [
      way('previous', text.executions.previous, 'k', found.previous),
      way('next', text.executions.next, 'j', found.next),
    ]
  }, [executionId, hydrated, router])
  useOfferCommands(ways)
  if (ways.every(({ enabled }) => !enabled)) return null
  return (
    <span className="flex">
      {ways.map(({ id, label, enabled, run }) => (
        <Button key={id} variant="quiet" size="icon" aria-label={label} disabled={!enabled} onClick={run}>
          {id === 'previous' ? <ChevronUp aria-hidden="true" /> : <ChevronDown aria-hidden="true" />}
        </Button>
      ))}
    </span>
  )
}
