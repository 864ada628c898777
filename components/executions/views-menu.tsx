'use client'

import { useQuery } from '@tanstack/react-query'
import { Bookmark, Trash2 } from 'lucide-react'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { explain } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Dialog, DialogActions, DialogClose, DialogContent } from '#components/ui/dialog.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { toast } from '#components/ui/toast.tsx'
import type { SavedView } from '#lib/contracts/executions.ts'
import { savedViews, useRemoveView, useSaveView } from './queries.ts'

/** Filters and columns kept under a name: opens one, keeps what is shown, forgets one. */
export function ViewsMenu() {
  const { data } = useQuery(savedViews())
  const [saving, setSaving] = useState(false)
  const [managing, setManaging] = useState(false)
  const router = useRouter()
  const path = usePathname()
  const views = data?.data ?? []
  const own = views.filter((view) => view.own)
  const open = ({ query }: SavedView) => router.push(query === '' ? path : `${path}?${query}`)
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="quiet">
            <Bookmark aria-hidden="true" />
            {text.executions.views}
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {views.length === 0 && <DropdownMenuLabel>{text.executions.noViews}</DropdownMenuLabel>}
          {views.map((view) => (
            <DropdownMenuItem key={view.id} onSelect={() => open(view)}>
              <span className="truncate">{view.name}</span>
              {!view.own && (
                <span className="truncate text-ink-soft text-sm">{text.executions.viewOf(view.ownerName)}</span>
              )}
            </DropdownMenuItem>
          ))}
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => setSaving(true)}>{text.executions.saveView}</DropdownMenuItem>
          {own.length > 0 && (
            <DropdownMenuItem onSelect={() => setManaging(true)}>{text.executions.manageViews}</DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      <Dialog open={saving} onOpenChange={setSaving}>
        <DialogContent title={text.executions.saveViewTitle} description={text.executions.saveViewBody}>
          <SaveForm onSaved={() => setSaving(false)} />
        </DialogContent>
      </Dialog>
      <Dialog open={managing} onOpenChange={setManaging}>
        <DialogContent title={text.executions.manageViews}>
          <OwnViews views={own} />
        </DialogContent>
      </Dialog>
    </>
  )
}

function SaveForm({ onSaved }: { onSaved(): void }) {
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const save = useSaveView()
  const query = new URLSearchParams(useSearchParams())
  query.delete('cursor')
  return (
    <form
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() === '') return
        const done = () => {
          toast.success(text.executions.viewSaved)
          onSaved()
        }
        save.mutate({ name: name.trim(), query: query.toString(), shared }, { onSuccess: done })
      }}
    >
      {save.error && <Notice announce tone="bad" title={explain(save.error).message} />}
      <Field label={text.executions.viewName} required>
        {(control) => (
          <Input {...control} maxLength={80} value={name} onChange={({ target }) => setName(target.value)} />
        )}
      </Field>
      <Field inline label={text.executions.viewShared}>
        {(control) => <Checkbox {...control} checked={shared} onCheckedChange={(on) => setShared(on === true)} />}
      </Field>
      <DialogActions>
        <DialogClose asChild>
          <Button>{text.executions.notNow}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" pending={save.isPending} disabled={name.trim() === ''}>
          {text.executions.saveViewNow}
        </Button>
      </DialogActions>
    </form>
  )
}

function OwnViews({ views }: { views: readonly SavedView[] }) {
  const remove = useRemoveView()
  return (
    <ul className="mt-4 divide-y">
      {views.length === 0 && <li className="text-ink-soft">{text.executions.noViews}</li>}
      {views.map(({ id, name, shared }) => (
        <li key={id} className="flex items-center justify-between gap-3 py-1.5">
          <span className="min-w-0 truncate">
            {name}
            {shared && <span className="text-ink-soft text-sm"> · {text.executions.isShared}</span>}
          </span>
          <Button
            variant="quiet"
            size="icon-sm"
            aria-label={text.executions.forgetView(name)}
            pending={remove.isPending && remove.variables === id}
            onClick={() => remove.mutate(id)}
          >
            <Trash2 aria-hidden="true" />
          </Button>
        </li>
      ))}
    </ul>
  )
}
