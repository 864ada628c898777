import { useId, useState } from 'react'
import { BlockIcon } from '#components/graph/block-icon.tsx'
import { text } from '#components/messages/text.ts'
import { Input } from '#components/ui/input.tsx'
import { blockGroups } from './block-groups.ts'
import { useCanvasActions } from './canvas-actions.ts'

/** The kind of data that a dragged block type carries. */
export const DRAGGED_TYPE = 'application/x-countersign-block-type'

/** Every block type by category: dragged onto the canvas, or added after the selection. */
export function Palette() {
  const { add } = useCanvasActions()
  const [typed, setTyped] = useState('')
  const id = useId()
  const groups = blockGroups(typed, false)
  return (
    <section aria-label={text.editor.palette} className="flex min-h-0 flex-1 flex-col">
      <div className="border-b p-2">
        <Input
          type="search"
          aria-label={text.editor.paletteSearch}
          placeholder={text.editor.paletteSearch}
          aria-describedby={`${id}-help`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            const first = groups[0]?.choices[0]
            if (event.key === 'Enter' && typed && first) add(first.type)
          }}
        />
        <p id={`${id}-help`} className="mt-1.5 px-1 text-ink-soft text-xs">
          {text.editor.paletteHelp}
        </p>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-2">
        {groups.length === 0 && <p className="p-2 text-ink-soft">{text.editor.paletteEmpty}</p>}
        {groups.map(({ label, choices }) => (
          <section key={label} className="mb-2">
            <h3 className="px-1.5 py-1 text-ink-soft text-xs">{label}</h3>
            <ul>
              {choices.map((choice) => (
                <li key={choice.type}>
                  <button
                    type="button"
                    draggable
                    title={choice.description}
                    onDragStart={(event) => {
                      event.dataTransfer.setData(DRAGGED_TYPE, choice.type)
                      event.dataTransfer.effectAllowed = 'copy'
                    }}
                    onClick={() => add(choice.type)}
                    className="flex min-h-8 w-full cursor-grab items-center gap-2 rounded-md px-1.5 py-1 text-left hover:bg-hover active:cursor-grabbing"
                  >
                    <BlockIcon name={choice.icon} className="size-4 shrink-0 text-ink-soft" strokeWidth={1.75} />
                    <span className="min-w-0 truncate">{choice.label}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  )
}
