'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { explain } from '#components/data/api.ts'
import { QueryError } from '#components/data/query-error.tsx'
import { Thumbnail } from '#components/graph/thumbnail.tsx'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { TemplateList } from '#lib/contracts/workflows.ts'
import { templateList, useFromTemplate } from './queries.ts'

const CRUMBS = [{ label: text.workflows.title, href: '/workflows' }]
const GRID = 'grid gap-4 sm:grid-cols-2 xl:grid-cols-3'
const PICTURE = 'h-64 w-full rounded-t-lg border-b bg-sunken'

/** Templates with their graphs drawn, each to begin a workflow with. */
export function GalleryScreen() {
  const { data, error, refetch } = useQuery(templateList())
  return (
    <>
      <PageHeader crumbs={CRUMBS} title={text.workflows.templates} description={text.workflows.templatesBody} />
      {error && !data && <QueryError error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && (
        <ul aria-label={text.workflows.templates} className={GRID}>
          {data.data.map((template) => (
            <li key={template.slug} className="grid">
              <TemplateCard template={template} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function TemplateCard({ template }: { template: TemplateList['data'][number] }) {
  const { slug, name, description, graph, brings } = template
  const mayWrite = useMay('workflows:write')
  const router = useRouter()
  const { mutate, isPending, error } = useFromTemplate()
  return (
    <Card className="flex flex-col" aria-labelledby={`template-${slug}`}>
      <Thumbnail graph={graph} className={`${PICTURE} p-3`} />
      <div className="flex flex-1 flex-col gap-2 p-4">
        <h2 id={`template-${slug}`} className="font-semibold">
          {name}
        </h2>
        <p className="text-ink-soft">{description}</p>
        {brings.length > 0 && <p className="text-ink-soft text-sm">{text.workflows.brings(brings.join(', '))}</p>}
        {error && (
          <Notice announce tone="bad" title={text.workflows.failed}>
            {explain(error).message}
          </Notice>
        )}
        {mayWrite && (
          <Button
            className="mt-auto self-start"
            pending={isPending}
            aria-label={text.workflows.templateNamed(name)}
            onClick={() =>
              mutate(slug, {
                onSuccess: ({ created: [made, ...more] }) => {
                  const also = more.length > 0 ? text.workflows.madeMore(more.length) : undefined
                  toast.success(text.workflows.made(name), { description: also })
                  if (made) router.push(`/designer/${made.id}`)
                },
              })
            }
          >
            {text.workflows.templateUse}
          </Button>
        )}
      </div>
    </Card>
  )
}

function Waiting() {
  return (
    <Loading label={text.common.loading} className={GRID}>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <Card key={key}>
          <Skeleton className="h-64 w-full rounded-b-none" />
          <div className="grid gap-2 p-4">
            <Skeleton className="h-5 w-40" />
            <Skeleton className="h-4 w-full" />
          </div>
        </Card>
      ))}
    </Loading>
  )
}
