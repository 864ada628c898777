import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogActions, DialogContent, DialogTrigger } from '#components/ui/dialog.tsx'
import { Label } from '#components/ui/label.tsx'
import { Radio, RadioGroup } from '#components/ui/radio.tsx'
import { Value } from '#components/ui/value.tsx'
import type { Json } from '#lib/engine/json.ts'
import { conflictKey, type MergeConflict, type Side } from '#lib/engine/merge.ts'
import { useEditor } from '../editor-context.tsx'
import type { Clash } from '../saver.ts'
import { clashWords, isRemoval } from './clash-words.ts'

/** Asks, when somebody else changed the same places, what holds; opens by itself, and again from the header. */
export function ClashDialog() {
  const { saveState } = useEditor()
  return saveState === 'conflict' ? <OpenClash /> : null
}

function OpenClash() {
  const { clash } = useEditor()
  const [open, setOpen] = useState(true)
  const found = open ? clash() : undefined
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm">{text.editor.clashOpen}</Button>
      </DialogTrigger>
      {found && <Choices clash={found} onLater={() => setOpen(false)} />}
    </Dialog>
  )
}

function Choices({ clash, onLater }: { clash: Clash; onLater(): void }) {
  const { settle, graph } = useEditor()
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(new Map())
  const apply = useMutation({ mutationFn: () => settle(choices) })
  const { by, conflicts } = clash
  const all = (side: Side) => setChoices(new Map(conflicts.map(({ path }) => [conflictKey(path), side])))
  return (
    <DialogContent title={text.editor.clashTitle} description={text.editor.clashBody(by)} className="max-w-2xl">
      <div className="mt-3 flex flex-wrap gap-2">
        <Button size="sm" onClick={() => all('mine')}>
          {text.editor.clashAll(text.editor.clashMine)}
        </Button>
        <Button size="sm" onClick={() => all('theirs')}>
          {text.editor.clashAll(text.editor.clashTheirs(by))}
        </Button>
      </div>
      <ul className="mt-3 max-h-[50dvh] divide-y overflow-y-auto border-y">
        {conflicts.map((conflict) => {
          const key = conflictKey(conflict.path)
          const words = clashWords(conflict, [graph, clash.theirs, clash.base])
          return (
            <li key={key} className="py-3">
              <Choice
                conflict={conflict}
                title={[words.thing, words.field].filter(Boolean).join(': ')}
                by={by}
                side={choices.get(key) ?? 'mine'}
                onChoose={(side) => setChoices(new Map([...choices, [key, side]]))}
              />
            </li>
          )
        })}
      </ul>
      {apply.isError && (
        <p role="alert" className="mt-3 text-bad">
          {text.editor.clashFailed}
        </p>
      )}
      <DialogActions>
        <Button onClick={onLater}>{text.editor.clashLater}</Button>
        <Button variant="primary" pending={apply.isPending} onClick={() => apply.mutate()}>
          {text.editor.clashApply}
        </Button>
      </DialogActions>
    </DialogContent>
  )
}

function Choice({
  conflict,
  title,
  by,
  side,
  onChoose,
}: {
  conflict: MergeConflict
  title: string
  by: string
  side: Side
  onChoose(side: Side): void
}) {
  const id = useId()
  const removal = isRemoval(conflict)
  const sides = [
    { side: 'mine' as const, whose: text.editor.clashMine, value: conflict.mine },
    { side: 'theirs' as const, whose: text.editor.clashTheirs(by), value: conflict.theirs },
  ]
  return (
    <div className="grid gap-2">
      <h3 id={id} className="font-medium">
        {title}
      </h3>
      {!removal && conflict.base !== undefined && (
        <div className="flex flex-wrap gap-1 text-ink-soft text-sm">
          {text.editor.clashWas}: <Shown value={conflict.base} />
        </div>
      )}
      <RadioGroup
        aria-labelledby={id}
        value={side}
        onValueChange={(chosen) => onChoose(chosen === 'theirs' ? 'theirs' : 'mine')}
        className="sm:grid-cols-2"
      >
        {sides.map((one) => (
          <div key={one.side} className="flex items-start gap-2.5 rounded-md border p-2.5">
            <Radio id={`${id}-${one.side}`} value={one.side} />
            <Label htmlFor={`${id}-${one.side}`} className="grid min-w-0 flex-1 gap-1">
              <span className="text-ink-soft text-sm">{one.whose}</span>
              <div className="wrap-anywhere font-normal">
                {removal && one.value !== undefined ? text.editor.clashKept : <Shown value={one.value} />}
              </div>
            </Label>
          </div>
        ))}
      </RadioGroup>
    </div>
  )
}

function Shown({ value }: { value: Json | undefined }) {
  return value === undefined ? <em>{text.editor.clashRemoved}</em> : <Value value={value} />
}
