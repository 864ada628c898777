import { CircleAlert, Plus } from 'lucide-react'
import { useCallback, useMemo, useRef } from 'react'
import { SettingsProvider } from '#components/fields/settings-context.tsx'
import { SettingsForm } from '#components/fields/settings-form.tsx'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { blockRegistry } from '#lib/blocks/index.ts'
import { formOf, toForm } from '#lib/engine/form.ts'
import { graphSchema, settingsSchema } from '#lib/engine/graph.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'
import { useEditor } from '../editor-context.tsx'
import { fieldErrors } from './problem-text.ts'
import { Section } from './section.tsx'
import { startAction } from './start-block.ts'
import { useChecked } from './use-checked.ts'
import { useFocusField } from './use-focus-field.ts'
import { useSettingsContext } from './use-settings-context.ts'

const variablesSchema = graphSchema
  .pick({ variables: true })
  .refine(({ variables }) => new Set(variables.map(({ name }) => name)).size === variables.length, {
    message: text.inspector.variableTwice,
    path: ['variables'],
  })
const VARIABLES_FORM = formOf(graphSchema.pick({ variables: true })).map((field) => ({
  ...field,
  label: text.inspector.variables,
  literal: true as const,
}))
const LIMITS_FORM = formOf(settingsSchema).map((field) => ({ ...field, literal: true as const }))

/** What belongs to the workflow as a whole: what it asks for, its variables, its limits. */
export function WorkflowPane() {
  const { graph, dispatch, focusedField, focusField } = useEditor()
  const root = useRef<HTMLDivElement>(null)
  const asks = focusedField && focusedField.blockId === undefined && focusedField.edgeId === undefined
  const revealed = asks ? focusedField.path : undefined
  const variables = useChecked(variablesSchema, jsonObjectSchema.parse({ variables: graph.variables }), '', (values) =>
    dispatch({ type: 'setVariables', variables: values.variables }, 'variables'),
  )
  const limits = useChecked(settingsSchema, jsonObjectSchema.parse(graph.settings), 'settings', (settings) =>
    dispatch({ type: 'setSettings', settings }, 'settings'),
  )
  const context = useSettingsContext(undefined, new Map([...variables.errors, ...limits.errors]), revealed)
  useFocusField(
    root,
    revealed,
    useCallback(() => focusField(null), [focusField]),
  )
  return (
    <SettingsProvider value={context}>
      <div ref={root}>
        <Section title={text.inspector.inputs}>
          <StartInputs />
        </Section>
        <Section title={text.inspector.variables} help={text.inspector.variablesHelp} wrong={variables.errors.size}>
          <SettingsForm fields={VARIABLES_FORM} values={variables.values} onChange={variables.change} path="" bare />
        </Section>
        <Section title={text.inspector.limits} wrong={limits.errors.size}>
          <SettingsForm fields={LIMITS_FORM} values={limits.values} onChange={limits.change} path="settings" />
        </Section>
      </div>
    </SettingsProvider>
  )
}

/** The settings of the start block, or a way to have one. */
function StartInputs() {
  const { graph, problems, dispatch, select, openPane, readOnly } = useEditor()
  const start = graph.blocks.find(({ type }) => blockRegistry.get(type)?.role === 'entry')
  const definition = start && blockRegistry.get(start.type)
  const errors = useMemo(() => (start ? fieldErrors(problems, start.id) : new Map<string, string>()), [problems, start])
  const context = useSettingsContext(start?.id, errors, undefined)
  const form = useMemo(() => (definition ? toForm(definition) : []), [definition])
  if (!start) {
    return (
      <div data-path="start">
        <EmptyState
          icon={CircleAlert}
          title={text.inspector.noStart}
          action={
            !readOnly && (
              <Button
                onClick={() => {
                  select({ blockIds: dispatch(startAction(graph)) })
                  openPane('inspector')
                }}
              >
                <Plus aria-hidden="true" />
                {text.inspector.addStart}
              </Button>
            )
          }
        >
          {text.inspector.noStartBody}
        </EmptyState>
      </div>
    )
  }
  return (
    <SettingsProvider value={context}>
      <SettingsForm
        fields={form}
        values={start.config}
        onChange={(config) => dispatch({ type: 'updateBlock', id: start.id, patch: { config } })}
        path="config"
        bare
      />
    </SettingsProvider>
  )
}
