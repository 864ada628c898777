'use client'

import { ExternalLink, RotateCw, Undo2, ZoomIn, ZoomOut } from 'lucide-react'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button, buttonLook } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { cn } from '#components/ui/cn.ts'
import { Time } from '#components/ui/time.tsx'
import type { CaseFile } from '#lib/contracts/reviews.ts'
import { humanize } from '#lib/engine/fields.ts'
import { fileAddress } from './queries.ts'

const words = text.reviews.files
const SMALLEST = 1
const LARGEST = 6
const STEP = 1.5
const QUARTER = 90
const FRAME = '24rem'

type View = { zoom: number; turned: number }
const AS_IT_WAS: View = { zoom: SMALLEST, turned: 0 }

/** The case's documents, one at a time, to be enlarged and turned. */
export function DocumentViewer({ pauseId, files }: { pauseId: string; files: readonly CaseFile[] }) {
  const [chosen, setChosen] = useState(files[0]?.id)
  const file = files.find(({ id }) => id === chosen) ?? files[0]
  if (!file) return null
  return (
    <Card aria-labelledby="documents-title">
      <CardHeader id="documents-title" title={words.title}>
        <Time at={file.createdAt} className="text-ink-soft text-sm" />
      </CardHeader>
      {files.length > 1 && (
        <ul className="flex gap-1 overflow-x-auto border-b p-2">
          {files.map(({ id, name, documentType }) => (
            <li key={id}>
              <Button
                size="sm"
                variant="quiet"
                aria-pressed={id === file.id}
                className={cn('max-w-52', id === file.id && 'bg-pen-wash text-pen')}
                onClick={() => setChosen(id)}
              >
                <span className="truncate">{documentType ? humanize(documentType) : name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Page key={file.id} address={fileAddress(pauseId, file.id)} file={file} />
    </Card>
  )
}

function Page({ address, file }: { address: string; file: CaseFile }) {
  const [{ zoom, turned }, setView] = useState(AS_IT_WAS)
  const shown = file.mimeType.startsWith('image/')
  const scale = (factor: number) =>
    setView((view) => ({ ...view, zoom: Math.min(LARGEST, Math.max(SMALLEST, view.zoom * factor)) }))
  return (
    <div>
      {shown ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        <section aria-label={file.name} tabIndex={0} className="overflow-auto bg-sunken" style={{ height: FRAME }}>
          <div className="mx-auto aspect-square" style={{ width: `calc(min(100%, ${FRAME}) * ${zoom})` }}>
            {/* biome-ignore lint/performance/noImgElement: private bytes behind the session must not pass through an image cache */}
            <img
              src={address}
              alt={`${words.page} ${file.documentType ? humanize(file.documentType) : file.name}`}
              className="size-full object-contain transition-transform"
              style={{ transform: `rotate(${turned}deg)` }}
            />
          </div>
        </section>
      ) : (
        <p className="bg-sunken px-4 py-10 text-center text-ink-soft">{words.notShown}</p>
      )}
      <div className="flex flex-wrap items-center gap-1 border-t p-2">
        {shown && (
          <>
            <Tool label={words.zoomOut} icon={ZoomOut} disabled={zoom <= SMALLEST} onPress={() => scale(1 / STEP)} />
            <span aria-live="polite" className="tabular w-14 text-center text-ink-soft text-sm">
              {words.zoomed(Math.round(zoom * 100))}
            </span>
            <Tool label={words.zoomIn} icon={ZoomIn} disabled={zoom >= LARGEST} onPress={() => scale(STEP)} />
            <Tool
              label={words.rotate}
              icon={RotateCw}
              onPress={() => setView((view) => ({ ...view, turned: view.turned + QUARTER }))}
            />
            <Tool
              label={words.reset}
              icon={Undo2}
              disabled={zoom === SMALLEST && turned === 0}
              onPress={() => setView(AS_IT_WAS)}
            />
          </>
        )}
        <span className="min-w-0 flex-1 truncate text-right text-ink-soft text-sm">{file.name}</span>
        <a
          href={address}
          target="_blank"
          rel="noreferrer"
          aria-label={words.open}
          className={buttonLook({ variant: 'quiet', size: 'icon-sm' })}
        >
          <ExternalLink aria-hidden="true" />
        </a>
      </div>
    </div>
  )
}

function Tool({
  label,
  icon: Icon,
  disabled = false,
  onPress,
}: {
  label: string
  icon: typeof ZoomIn
  disabled?: boolean
  onPress(): void
}) {
  return (
    <Button variant="quiet" size="icon-sm" aria-label={label} disabled={disabled} onClick={onPress}>
      <Icon aria-hidden="true" />
    </Button>
  )
}
