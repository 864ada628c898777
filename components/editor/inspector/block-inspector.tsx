import { useCallback, useMemo, useRef } from 'react'
import { errorsBelow, SettingsProvider } from '#components/fields/settings-context.tsx'
import { SettingsForm } from '#components/fields/settings-form.tsx'
import { text } from '#components/messages/text.ts'
import { Notice } from '#components/ui/notice.tsx'
import { blockRegistry } from '#lib/blocks/index.ts'
import { type FormField, formOf, toForm } from '#lib/engine/form.ts'
import { type Block, blockSchema } from '#lib/engine/graph.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'
import type { BlockPatch } from '../draft.ts'
import { useEditor } from '../editor-context.tsx'
import { BlockHeader } from './block-header.tsx'
import { Connections } from './connections.tsx'
import { IdField } from './id-field.tsx'
import { fieldErrors } from './problem-text.ts'
import { Section } from './section.tsx'
import { useChecked } from './use-checked.ts'
import { useFocusField } from './use-focus-field.ts'
import { useSettingsContext } from './use-settings-context.ts'

const nameSchema = blockSchema.pick({ name: true })
const behaviourSchema = blockSchema.pick({ onError: true, retry: true, timeoutMs: true, join: true, notes: true })
const NAME_FORM = plain(formOf(nameSchema))
const BEHAVIOUR_FORM = plain(formOf(behaviourSchema))
const BEHAVIOUR_KEYS = Object.keys(behaviourSchema.shape)

/** Fields that say nothing about data, so that references mean nothing in them. */
function plain(fields: FormField[]): FormField[] {
  return fields.map((field) => ({ ...field, literal: true }))
}

/** Everything that can be set of one block. */
export function BlockInspector({ block }: { block: Block }) {
  const { problems, dispatch, focusedField, focusField } = useEditor()
  const root = useRef<HTMLDivElement>(null)
  const revealed = focusedField?.blockId === block.id ? (focusedField.path ?? 'name') : undefined
  const definition = blockRegistry.get(block.type)
  const form = useMemo(() => (definition ? toForm(definition) : []), [definition])
  const update = (patch: BlockPatch) => dispatch({ type: 'updateBlock', id: block.id, patch })
  const name = useChecked(nameSchema, { name: block.name }, '', update)
  const behaviour = useChecked(behaviourSchema, jsonObjectSchema.parse(pickBehaviour(block)), '', (values) =>
    update({ ...Object.fromEntries(BEHAVIOUR_KEYS.map((key) => [key, undefined])), ...values }),
  )
  const found = useMemo(() => fieldErrors(problems, block.id), [problems, block.id])
  const errors = new Map([...found, ...name.errors, ...behaviour.errors])
  const context = useSettingsContext(block.id, errors, revealed)
  const general = problems.filter(
    (problem) => problem.blockId === block.id && (problem.path === undefined || problem.path === 'config'),
  )
  useFocusField(
    root,
    revealed,
    useCallback(() => focusField(null), [focusField]),
  )
  return (
    <SettingsProvider value={context}>
      <div ref={root}>
        <BlockHeader block={block} />
        {general.length > 0 && (
          <div className="grid gap-2 px-4 pb-4">
            {general.map(({ code, severity, message, edgeId }) => (
              <Notice key={`${code} ${edgeId}`} tone={severity === 'error' ? 'bad' : 'wait'} title={message} />
            ))}
          </div>
        )}
        <div className="grid gap-4 px-4 pb-4">
          <SettingsForm fields={NAME_FORM} values={name.values} onChange={name.change} path="" />
          <IdField block={block} />
        </div>
        {definition && (
          <Section
            title={text.inspector.settings}
            wrong={errorsBelow(errors, 'config')}
            asked={isIn(revealed, ['config'])}
          >
            <div data-path="config">
              {form.length === 0 ? (
                <p className="text-ink-soft">{text.inspector.noSettings}</p>
              ) : (
                <SettingsForm
                  fields={form}
                  values={block.config}
                  onChange={(config) => update({ config })}
                  path="config"
                />
              )}
            </div>
          </Section>
        )}
        <Section title={text.inspector.connections} folded asked={isIn(revealed, ['incoming', 'outgoing'])}>
          <Connections block={block} />
        </Section>
        <Section
          title={text.inspector.behaviour}
          folded
          wrong={behaviour.errors.size}
          asked={isIn(revealed, BEHAVIOUR_KEYS)}
        >
          <SettingsForm fields={BEHAVIOUR_FORM} values={behaviour.values} onChange={behaviour.change} path="" />
        </Section>
      </div>
    </SettingsProvider>
  )
}

function pickBehaviour({ onError, retry, timeoutMs, join, notes }: Block) {
  return {
    onError,
    join,
    ...(retry && { retry }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(notes !== undefined && { notes }),
  }
}

function isIn(path: string | undefined, roots: readonly string[]): boolean {
  return path !== undefined && roots.includes(path.split('.')[0] ?? '')
}
