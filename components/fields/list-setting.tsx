'use client'

import { ChevronDown, ChevronUp, Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { blankOf } from '#lib/engine/form.ts'
import type { Json } from '#lib/engine/json.ts'
import { ItemSetting } from './item-setting.tsx'
import { newItem, summaryOf } from './list-items.ts'
import type { DrawSetting, SettingProps } from './setting.ts'
import { errorsBelow, useSettings } from './settings-context.tsx'

/** A list: its items in order, to be added, moved, changed and removed; objects fold to one line. */
export function ListSetting({
  control,
  value,
  onChange,
  path,
  literal,
  label,
  draw,
}: SettingProps<'list'> & { draw: DrawSetting }) {
  const { readOnly, revealed } = useSettings()
  const items = Array.isArray(value) ? value : []
  const { open, toggle, move: moveOpen } = useOpenItems(path, revealed)
  const folds = control.item.kind === 'group'
  const move = (at: number, by: number) => {
    onChange(swapped(items, at, at + by))
    moveOpen(at, at + by)
  }
  return (
    <div className="grid gap-2">
      {items.length === 0 && <p className="text-ink-soft text-sm">{text.forms.nothing}</p>}
      {items.length > 0 && (
        <ol className="grid gap-2">
          {items.map((item, at) => {
            const name = summaryOf(item).title ?? text.forms.item(at + 1)
            const put = (next: Json | undefined) => onChange(items.with(at, next ?? blankOf(control.item)))
            const tools = !readOnly && (
              <ItemTools
                name={name}
                first={at === 0}
                last={at === items.length - 1}
                onMove={(by) => move(at, by)}
                onRemove={() => onChange(items.toSpliced(at, 1))}
              />
            )
            const setting = {
              control: control.item,
              value: item,
              onChange: put,
              path: `${path}.${at}`,
              literal,
              label: name,
            }
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity of their own; their place is their path
              <li key={at} data-path={`${path}.${at}`}>
                {folds ? (
                  <FoldedItem
                    item={item}
                    name={name}
                    path={`${path}.${at}`}
                    open={open.has(at)}
                    onToggle={() => toggle(at)}
                    tools={tools}
                  >
                    <ItemSetting setting={setting} draw={draw} />
                  </FoldedItem>
                ) : (
                  <div className="flex items-start gap-1">
                    <div className="min-w-0 flex-1">
                      <ItemSetting setting={setting} draw={draw} />
                    </div>
                    {tools}
                  </div>
                )}
              </li>
            )
          })}
        </ol>
      )}
      {!readOnly && (
        <Button
          size="sm"
          className="justify-self-start"
          aria-label={text.forms.addTo(label)}
          onClick={() => {
            onChange([...items, newItem(control.item, path.split('.').at(-1) ?? '', items)])
            if (folds) toggle(items.length, true)
          }}
        >
          <Plus aria-hidden="true" />
          {text.forms.add}
        </Button>
      )}
    </div>
  )
}

function FoldedItem({
  item,
  name,
  path,
  open,
  onToggle,
  tools,
  children,
}: {
  item: Json
  name: string
  path: string
  open: boolean
  onToggle(): void
  tools: ReactNode
  children: ReactNode
}) {
  const id = useId()
  const { errors } = useSettings()
  const wrong = errorsBelow(errors, path)
  return (
    <div className="rounded-md border bg-surface">
      <div className="flex items-center gap-1 py-1 pr-1">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={onToggle}
          className="flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left"
        >
          <ChevronDown
            aria-hidden="true"
            className={`size-4 shrink-0 text-ink-soft transition-transform ${open ? '' : '-rotate-90'}`}
          />
          <span className="grid min-w-0 leading-tight">
            <span className="truncate font-medium text-sm">{name}</span>
            <span className="truncate text-ink-soft text-xs">{summaryOf(item).detail}</span>
          </span>
          {wrong > 0 && !open && <Badge tone="bad">{text.forms.problems(wrong)}</Badge>}
        </button>
        {tools}
      </div>
      <div id={id} hidden={!open} className="border-t">
        {open && children}
      </div>
    </div>
  )
}

function ItemTools({
  name,
  first,
  last,
  onMove,
  onRemove,
}: {
  name: string
  first: boolean
  last: boolean
  onMove(by: number): void
  onRemove(): void
}) {
  return (
    <span className="flex shrink-0">
      <Button
        variant="quiet"
        className="size-7 px-0"
        aria-label={text.forms.moveUp(name)}
        disabled={first}
        onClick={() => onMove(-1)}
      >
        <ChevronUp aria-hidden="true" />
      </Button>
      <Button
        variant="quiet"
        className="size-7 px-0"
        aria-label={text.forms.moveDown(name)}
        disabled={last}
        onClick={() => onMove(1)}
      >
        <ChevronDown aria-hidden="true" />
      </Button>
      <Button variant="quiet" className="size-7 px-0" aria-label={text.forms.remove(name)} onClick={onRemove}>
        <Trash2 aria-hidden="true" />
      </Button>
    </span>
  )
}

/** Which items are unfolded; the one that holds the field to be shown unfolds by itself. */
function useOpenItems(path: string, revealed: string | undefined) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const [seen, setSeen] = useState<string | undefined>(undefined)
  if (revealed !== seen) {
    setSeen(revealed)
    const at = revealed?.startsWith(`${path}.`) ? Number(revealed.slice(path.length + 1).split('.')[0]) : Number.NaN
    if (Number.isInteger(at) && !open.has(at)) setOpen(new Set([...open, at]))
  }
  const toggle = (at: number, on = !open.has(at)) =>
    setOpen(new Set(on ? [...open, at] : [...open].filter((other) => other !== at)))
  const move = (from: number, to: number) =>
    setOpen(new Set([...open].map((at) => (at === from ? to : at === to ? from : at))))
  return { open, toggle, move }
}

function swapped(items: readonly Json[], a: number, b: number): Json[] {
  const [first, second] = [items[a], items[b]]
  return first === undefined || second === undefined ? [...items] : items.with(a, second).with(b, first)
}
