'use client'

import { useQuery } from '@tanstack/react-query'
import { CirclePause, Plus, Radio, Webhook } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useEnvironment, useMay } from '#components/session/session.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { type Column, DataTable, DataTableSkeleton } from '#components/ui/data-table.tsx'
import { Dialog, DialogContent } from '#components/ui/dialog.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { ROW_LINK } from '#components/ui/table.tsx'
import { Time } from '#components/ui/time.tsx'
import type { EndpointView } from '#lib/contracts/webhooks.ts'
import { SecretDialog } from './secret-dialog.tsx'
import { WebhookForm } from './webhook-form.tsx'
import { endpointList, useCreateEndpoint } from './webhooks-queries.ts'

const COLUMNS: readonly Column<EndpointView>[] = [
  {
    id: 'address',
    header: text.webhooks.address,
    className: 'w-full min-w-40 max-w-0',
    cell: (row) => (
      <span className="grid">
        <Link href={`/settings/webhooks/${row.id}`} className={ROW_LINK}>
          <span className="block truncate">{row.url}</span>
        </Link>
        {row.description && <span className="truncate text-ink-soft text-sm">{row.description}</span>}
      </span>
    ),
  },
  { id: 'status', header: text.webhooks.status, cell: (row) => <EndpointBadge status={row.status} /> },
  {
    id: 'events',
    header: text.webhooks.events,
    className: 'max-md:hidden',
    cell: (row) => text.webhooks.eventsChosen(row.events.length),
  },
  {
    id: 'added',
    header: text.webhooks.added,
    className: 'max-sm:hidden text-right text-ink-soft',
    cell: (row) => <Time at={row.createdAt} className="relative" />,
  },
]

/** Whether an endpoint is told of events. */
export function EndpointBadge({ status }: { status: EndpointView['status'] }) {
  return (
    <Badge tone={status === 'active' ? 'good' : 'idle'} icon={status === 'active' ? Radio : CirclePause}>
      {text.webhooks.statusNames[status]}
    </Badge>
  )
}

/** The webhook endpoints of the environment. */
export function WebhooksScreen() {
  const [adding, setAdding] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const [environment] = useEnvironment()
  const mayWrite = useMay('settings:write')
  const create = useCreateEndpoint()
  const add = mayWrite && (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden="true" />
      {text.webhooks.add}
    </Button>
  )
  return (
    <>
      <PageHeader title={text.webhooks.title} description={text.webhooks.intro} actions={add} />
      <Card className="overflow-hidden">
        <Rows />
      </Card>
      <Dialog
        open={adding}
        onOpenChange={(open) => {
          setAdding(open)
          create.reset()
        }}
      >
        <DialogContent title={text.webhooks.add}>
          <WebhookForm
            submitLabel={text.webhooks.add}
            pending={create.isPending}
            error={create.error}
            onSubmit={(values) =>
              create.mutate(
                { ...values, environment },
                {
                  onSuccess: (made) => {
                    setAdding(false)
                    setSecret(made.secret)
                  },
                },
              )
            }
          />
        </DialogContent>
      </Dialog>
      <SecretDialog secret={secret} onDone={() => setSecret(null)} />
    </>
  )
}

function Rows() {
  const [environment] = useEnvironment()
  const { data, error, refetch } = useQuery(endpointList(environment))
  if (!data && error) return <QueryError error={error} onRetry={() => void refetch()} />
  if (!data) return <DataTableSkeleton columns={COLUMNS} rows={3} />
  if (data.data.length === 0) {
    return (
      <EmptyState icon={Webhook} title={text.webhooks.empty}>
        {text.webhooks.emptyBody}
      </EmptyState>
    )
  }
  return <DataTable label={text.webhooks.list} columns={COLUMNS} rows={data.data} rowId={(row) => row.id} />
}
