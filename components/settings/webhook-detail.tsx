'use client'

import { useQuery } from '@tanstack/react-query'
import { CirclePause, KeyRound, Pencil, Play, Send, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { explain } from '#components/data/api.ts'
import { QueryError } from '#components/data/query-error.tsx'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { Dialog, DialogContent } from '#components/ui/dialog.tsx'
import { KeyValues } from '#components/ui/key-values.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { EndpointView } from '#lib/contracts/webhooks.ts'
import { ConfirmButton } from './confirm-button.tsx'
import { Deliveries } from './deliveries.tsx'
import { SecretDialog } from './secret-dialog.tsx'
import { WebhookForm } from './webhook-form.tsx'
import {
  endpointDetail,
  useChangeEndpoint,
  useRemoveEndpoint,
  useRotateSecret,
  useSendTest,
} from './webhooks-queries.ts'
import { EndpointBadge } from './webhooks-screen.tsx'

const CRUMBS = [{ label: text.webhooks.title, href: '/settings/webhooks' }]

/** One endpoint: what it is told, how sending went, and everything that can be done about it. */
export function WebhookDetail({ endpointId }: { endpointId: string }) {
  const { data, error, refetch } = useQuery(endpointDetail(endpointId))
  if (!data && error) return <QueryError error={error} onRetry={() => void refetch()} />
  if (!data) {
    return (
      <Loading label={text.common.loading} className="grid gap-3">
        <Skeleton className="h-7 w-80 max-w-full" />
        <Skeleton className="h-24" />
      </Loading>
    )
  }
  return (
    <>
      <PageHeader
        title={data.url}
        crumbs={CRUMBS}
        badge={<EndpointBadge status={data.status} />}
        description={data.description}
      />
      <Actions endpoint={data} />
      <Card className="mb-5 p-4">
        <KeyValues
          items={[
            {
              label: text.webhooks.events,
              value: data.events.map((event) => text.webhooks.eventNames[event]).join(', '),
            },
            { label: text.webhooks.added, value: <Time at={data.createdAt} /> },
            ...(data.previousUntil ? [{ label: text.webhooks.overlap, value: <Time at={data.previousUntil} /> }] : []),
          ]}
        />
      </Card>
      <Deliveries endpointId={endpointId} />
    </>
  )
}

function Actions({ endpoint }: { endpoint: EndpointView }) {
  const [secret, setSecret] = useState<string | null>(null)
  const router = useRouter()
  const mayWrite = useMay('settings:write')
  const change = useChangeEndpoint(endpoint.id)
  const remove = useRemoveEndpoint(endpoint.id)
  const rotate = useRotateSecret(endpoint.id)
  const test = useSendTest(endpoint.id)
  if (!mayWrite) return null
  const active = endpoint.status === 'active'
  const complain = (error: Error) => toast.error(text.webhooks.failed, { description: explain(error).message })
  return (
    <div className="mb-5 flex flex-wrap gap-2">
      <Button
        variant="primary"
        pending={test.isPending}
        onClick={() =>
          test.mutate(undefined, { onSuccess: () => toast.success(text.webhooks.tested), onError: complain })
        }
      >
        <Send aria-hidden="true" />
        {text.webhooks.test}
      </Button>
      <EditButton endpoint={endpoint} />
      <Button
        pending={change.isPending}
        onClick={() => change.mutate({ status: active ? 'paused' : 'active' }, { onError: complain })}
      >
        {active ? <CirclePause aria-hidden="true" /> : <Play aria-hidden="true" />}
        {active ? text.webhooks.pause : text.webhooks.resume}
      </Button>
      <ConfirmButton
        label={text.webhooks.rotate}
        title={text.webhooks.rotateTitle}
        body={text.webhooks.rotateBody}
        icon={<KeyRound aria-hidden="true" />}
        act={async () => setSecret((await rotate.mutateAsync(undefined)).secret)}
      />
      <ConfirmButton
        danger
        label={text.webhooks.remove}
        title={text.webhooks.removeTitle}
        body={text.webhooks.removeBody}
        icon={<Trash2 aria-hidden="true" />}
        act={async () => {
          await remove.mutateAsync(undefined)
          toast.success(text.webhooks.removed)
          router.push('/settings/webhooks')
        }}
      />
      <SecretDialog secret={secret} onDone={() => setSecret(null)} />
    </div>
  )
}

function EditButton({ endpoint }: { endpoint: EndpointView }) {
  const [open, setOpen] = useState(false)
  const change = useChangeEndpoint(endpoint.id)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Pencil aria-hidden="true" />
        {text.webhooks.edit}
      </Button>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          setOpen(next)
          change.reset()
        }}
      >
        <DialogContent title={text.webhooks.edit}>
          <WebhookForm
            initial={endpoint}
            submitLabel={text.webhooks.save}
            pending={change.isPending}
            error={change.error}
            onSubmit={({ url, description, events }) =>
              change.mutate(
                { url, description, events },
                {
                  onSuccess: () => {
                    setOpen(false)
                    toast.success(text.webhooks.saved)
                  },
                },
              )
            }
          />
        </DialogContent>
      </Dialog>
    </>
  )
}
