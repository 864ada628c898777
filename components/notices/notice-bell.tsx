'use client'

import { useQuery } from '@tanstack/react-query'
import { AlarmClock, Bell, type LucideIcon, TriangleAlert, Undo2, UserCheck } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx'
import { Time } from '#components/ui/time.tsx'
import type { NoticeList } from '#lib/contracts/notices.ts'
import { noticeList, useMarkRead } from './queries.ts'

const words = text.notices
/** Unread notices are counted no further. */
const MOST = 30
type Notice = NoticeList['data'][number]
const ICONS: Record<Notice['type'], LucideIcon> = {
  assigned: UserCheck,
  due_soon: AlarmClock,
  late: TriangleAlert,
  returned: Undo2,
}

/** The inbox behind a bell, with how many notices are unread. */
export function NoticeBell() {
  const mayRead = useMay('reviews:read')
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useQuery(noticeList(mayRead))
  const markRead = useMarkRead()
  if (!mayRead) return null
  const unread = data?.unread ?? 0
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="quiet" size="icon" aria-label={words.open(unread)} className="relative">
          <Bell aria-hidden="true" />
          {unread > 0 && (
            <span
              aria-hidden="true"
              className="tabular absolute top-0.5 right-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-bad px-1 font-semibold text-[0.625rem] text-surface"
            >
              {words.unread(unread, MOST)}
            </span>
          )}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" aria-label={words.title}>
        <div className="flex min-h-11 items-center justify-between gap-2 border-b px-4 py-1.5">
          <h2 className="font-semibold">{words.title}</h2>
          {unread > 0 && (
            <Button size="sm" variant="quiet" pending={markRead.isPending} onClick={() => markRead.mutate(null)}>
              {words.markAll}
            </Button>
          )}
        </div>
        {!data && error && <QueryError error={error} onRetry={() => void refetch()} />}
        {data?.data.length === 0 && (
          <EmptyState icon={Bell} title={words.none}>
            {words.noneBody}
          </EmptyState>
        )}
        <ul className="divide-y">
          {data?.data.map((notice) => (
            <NoticeLine
              key={notice.id}
              notice={notice}
              onOpen={() => {
                setOpen(false)
                if (!notice.read) markRead.mutate(notice.pauseId)
              }}
            />
          ))}
        </ul>
      </PopoverContent>
    </Popover>
  )
}

function NoticeLine({ notice, onOpen }: { notice: Notice; onOpen(): void }) {
  const Icon = ICONS[notice.type]
  return (
    <li className="relative flex gap-3 px-4 py-2.5 hover:bg-hover">
      <Icon
        aria-hidden="true"
        className={cn('mt-0.5 size-4 shrink-0', notice.type === 'late' ? 'text-bad' : 'text-ink-soft')}
      />
      <span className="grid min-w-0 flex-1">
        <Link
          href={`/reviews/${notice.pauseId}`}
          onClick={onOpen}
          className={cn('truncate rounded-sm after:absolute after:inset-0', !notice.read && 'font-semibold')}
        >
          {notice.title}
        </Link>
        <span className="truncate text-ink-soft text-sm">
          {words.types[notice.type]}
          {!notice.open && ` · ${words.over}`} · <Time at={notice.createdAt} className="relative" />
        </span>
      </span>
      {!notice.read && (
        <span className="mt-1.5 size-2 shrink-0 rounded-full bg-pen" role="img" aria-label={words.isUnread} />
      )}
    </li>
  )
}
