import type { Json, JsonObject } from '#lib/engine/json.ts'

/** Names of the APIs' own words: what stands under them directly says which thing was called, and nothing of a person. */
const OWN_WORDS = new Set([
  ...['workflowId', 'executionId', 'useDraftState', 'maxParallelNodes', 'parentExecutionId', 'callChain'],
  ...['startBlockId', 'blockId', 'sourceExecutionId', 'pauseId', 'decision', 'scopes', 'environment'],
  ...['processId', 'processInstanceId', 'nodeId', 'action', 'contextId', 'eventName', 'messageId', 'ttlSeconds'],
  ...['run_id', 'command', 'version_number', 'workflow_id', 'workflow_run_id', 'start_node_logical_id'],
])
/** Objects of the APIs' own shape; whatever else holds an object holds what a caller made up. */
const OWN_OBJECTS = new Set(['options', 'runFromBlock', 'run_input'])

const PLAIN_NAME = /^[A-Za-z_][\w.-]{0,63}$/
const LONGEST_TEXT = 128
const MOST_MEMBERS = 40
const DEEPEST = 5
const MOST_BYTES = 4096

/**
 * The shape of a request body: the APIs' own words with their values, all that callers send along (input, variables,
 * answers, graphs) as names with the kinds of their values. `null` for bodies that are no object.
 */
export function outlineOf(body: unknown): JsonObject | null {
  if (!isObject(body) || Array.isArray(body)) return null
  const outline = ownPart(body)
  const size = JSON.stringify(outline).length
  return size <= MOST_BYTES ? outline : { '…': `left out: ${size} characters of names` }
}

function ownPart(value: object): JsonObject {
  return members(value, (name, member) => {
    if (OWN_WORDS.has(name)) return ownWord(member)
    if (OWN_OBJECTS.has(name) && isObject(member) && !Array.isArray(member)) return ownPart(member)
    return kindOf(member, DEEPEST)
  })
}

function ownWord(value: unknown): Json {
  if (typeof value === 'string') return value.slice(0, LONGEST_TEXT)
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return value.slice(0, MOST_MEMBERS).map((item) => item.slice(0, LONGEST_TEXT))
  }
  return kindOf(value, DEEPEST)
}

function kindOf(value: unknown, levels: number): Json {
  if (value === null) return null
  if (!isObject(value)) return `<${typeof value}>`
  if (Array.isArray(value)) return `<list of ${value.length}>`
  return levels === 0 ? '<object>' : members(value, (_, member) => kindOf(member, levels - 1))
}

function members(value: object, outline: (name: string, member: unknown) => Json): JsonObject {
  const entries = Object.entries(value)
  const shown = entries
    .slice(0, MOST_MEMBERS)
    .map(([name, member]): [string, Json] => [PLAIN_NAME.test(name) ? name : '<name>', outline(name, member)])
  const rest = entries.length - shown.length
  return Object.fromEntries(rest > 0 ? [...shown, ['…', `${rest} more`]] : shown)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
