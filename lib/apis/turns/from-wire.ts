import { valueOfText } from '#lib/engine/field-text.ts'
import { isJsonObject, type Json, type JsonObject } from '#lib/engine/json.ts'
import type { Pause, Sets } from '#lib/engine/state.ts'
import { AppError } from '#lib/errors.ts'
import type { GraphChoice } from '#lib/executions/start.ts'
import type { GivenMessage, GivenNodeInput, RunInput, TurnQuery, TurnRequest } from './contract.ts'

/** What the user wrote, and the node it is for where the caller says so. */
export type UserInput = { messages: string[]; nodeId: string | null }

const HUMAN: ReadonlySet<string> = new Set(['human', 'user', 'HumanMessage'])
/** Where clients put the text of a user who said nothing elsewhere. */
const SPOKEN = ['user_message', 'message'] as const

/** The run that a request goes on with; `null` on the first turn. Throws where the request contradicts itself. */
export function runIdOf(workflowId: string, { run_id, run_input }: TurnRequest): string | null {
  const { workflow_id, workflow_run_id, initial_state } = run_input
  if (workflow_id && workflow_id !== workflowId) throw contradiction('workflow_id names another workflow')
  if (run_id && workflow_run_id && run_id !== workflow_run_id) throw contradiction('workflow_run_id names another run')
  if (Object.keys(initial_state).length > 0) throw contradiction('initial_state: state is kept here, never sent')
  return run_id || workflow_run_id || null
}

/** The graph of the first turn: the draft where asked for, else the query's version, else the body's where that is above 0, else the active one. */
export function graphChoice({ version: queried, draft }: TurnQuery, { version_number }: RunInput): GraphChoice {
  if (draft) return { type: 'draft' }
  const version = queried ?? (version_number || undefined)
  return version === undefined ? { type: 'active' } : { type: 'version', number: version + 1 }
}

/** The input of the first turn: the dynamic variables, with what was said and what goes along under their own names. */
export function inputOf({ dynamic_variables, miscellaneous }: RunInput, { messages }: UserInput): JsonObject {
  return {
    ...(Object.keys(miscellaneous).length > 0 && { miscellaneous }),
    ...(messages.length > 0 && { user_message: messages.join('\n') }),
    ...dynamic_variables,
  }
}

/** What a later turn changes of the run's input and variables; `null` where it brings nothing. */
export function setsOf({ dynamic_variables, runtime_variables, miscellaneous }: RunInput): Sets | null {
  const spoken: ReadonlySet<string> = new Set(SPOKEN)
  const brought = Object.entries(dynamic_variables).filter(([name]) => !spoken.has(name))
  const input = {
    ...Object.fromEntries(brought),
    ...(Object.keys(miscellaneous).length > 0 && { miscellaneous }),
  }
  const nothing = Object.keys(input).length + Object.keys(runtime_variables).length === 0
  return nothing ? null : { input, variables: runtime_variables }
}

/** What the user said: human messages of the main thread, or of the only one, else a dynamic variable. */
export function userInputOf({ thread_to_node_inputs, dynamic_variables }: RunInput): UserInput {
  const inputs = nodeInputs(thread_to_node_inputs ?? {})
  const said = inputs.flatMap((input) => (input.messages ?? []).flatMap(humanText))
  const named = inputs.find((input) => input.node_logical_id)?.node_logical_id ?? null
  const spoken = SPOKEN.map((name) => dynamic_variables[name]).find((value) => typeof value === 'string')
  return { messages: said.length === 0 && spoken !== undefined ? [spoken] : said, nodeId: named }
}

function nodeInputs(threads: NonNullable<RunInput['thread_to_node_inputs']>): GivenNodeInput[] {
  const [first, ...others] = Object.values(threads)
  const main = Object.hasOwn(threads, '0') ? threads['0'] : others.length === 0 ? first : undefined
  return main?.node_run_inputs ?? []
}

function humanText(message: GivenMessage): string[] {
  if (typeof message === 'string') return [message]
  const author = message.role ?? message.type ?? 'human'
  if (!HUMAN.has(author)) return []
  const { content } = message
  if (typeof content === 'string') return [content]
  return [content.map((part) => (typeof part === 'string' ? part : (part.text ?? ''))).join('')]
}

/** A text as the submission of a pause: for its one field, or as a JSON object of several. */
export function submissionOf({ single, fields }: Pause, text: string): JsonObject {
  const only = fields.find(({ name }) => name === single) ?? (fields.length === 1 ? fields[0] : undefined)
  if (only) return { [only.name]: valueOfText(only, text) }
  if (fields.length === 0) return {}
  const value: Json = valueOfText({ type: 'json' }, text)
  if (isJsonObject(value)) return value
  const names = fields.map(({ name }) => name).join(', ')
  throw new AppError('invalid_input', `The answer must be a JSON object with ${names}`)
}

function contradiction(message: string): AppError {
  return new AppError('validation_failed', message)
}
