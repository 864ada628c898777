'use client'

import { useQuery } from '@tanstack/react-query'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { DropdownMenuCheckboxItem, DropdownMenuSeparator } from '#components/ui/dropdown-menu.tsx'
import { toast } from '#components/ui/toast.tsx'
import { availability, useSetAway } from './queries.ts'

/** Sets the person away, for the account menu; only for those who decide reviews. */
export function AwaySwitch() {
  const mayDecide = useMay('reviews:decide')
  const { data } = useQuery(availability(mayDecide))
  const setAway = useSetAway()
  if (!mayDecide || !data) return null
  return (
    <>
      <DropdownMenuSeparator />
      <DropdownMenuCheckboxItem
        checked={data.away}
        onCheckedChange={(away) => setAway.mutate(away, { onError: () => void toast.error(text.notices.awayFailed) })}
        onSelect={(event) => event.preventDefault()}
      >
        <span className="grid leading-tight">
          {text.notices.away}
          <span className="text-ink-soft text-xs">{text.notices.awayHelp}</span>
        </span>
      </DropdownMenuCheckboxItem>
    </>
  )
}
