import { createHash } from 'node:crypto'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { isJsonObject, type Json, type JsonObject } from '#lib/engine/json.ts'

/** Something an execution can be found by, that never changes after its creation. */
export type Term =
  | { kind: 'trigger'; value: string }
  /** The person, key or part of the system that started it. */
  | { kind: 'starter'; value: string }
  | { kind: 'version'; workflowId: string; number: number }
  /** A value of the input; `path` joins names with dots, and goes through lists to each of their items. */
  | { kind: 'input'; path: string; value: string }

type Scope = { organizationId: string; environment: EnvironmentName }

/** What a new execution is found by. */
export type Findable = Scope & {
  workflowId: string
  versionNumber: number | null
  trigger: string
  starterId: string
  input: JsonObject
}

const MOST_VALUES = 64
const LONGEST_VALUE = 256

/** The terms of an execution as hashes, each once: the first 64 short values of its input among them. */
export function termsOf(execution: Findable): string[] {
  const { workflowId, versionNumber: number } = execution
  const terms: Term[] = [
    { kind: 'trigger', value: execution.trigger },
    { kind: 'starter', value: execution.starterId },
    ...(number === null ? [] : [{ kind: 'version' as const, workflowId, number }]),
    ...inputTerms(execution.input),
  ]
  return [...new Set(terms.map((term) => hashTerm(execution, term)))]
}

function inputTerms(input: JsonObject): Term[] {
  const terms: Term[] = []
  const visit = (path: string, value: Json) => {
    if (terms.length >= MOST_VALUES || value === null) return
    if (Array.isArray(value)) for (const item of value) visit(path, item)
    else if (isJsonObject(value))
      for (const [name, member] of Object.entries(value)) visit(path === '' ? name : `${path}.${name}`, member)
    else if (String(value).length <= LONGEST_VALUE) terms.push({ kind: 'input', path, value: String(value) })
  }
  visit('', input)
  return terms
}

/**
 * A term as the decimal text of a signed 64-bit integer: the first eight bytes of the SHA-256 of its scope and parts,
 * so that the index holds no values and one organization's terms are never another's.
 */
export function hashTerm({ organizationId, environment }: Scope, term: Term): string {
  const text = [organizationId, environment, ...partsOf(term)].join('\0')
  return createHash('sha256').update(text).digest().readBigInt64BE(0).toString()
}

function partsOf(term: Term): string[] {
  switch (term.kind) {
    case 'version':
      return ['version', term.workflowId, String(term.number)]
    case 'input':
      return ['input', term.path, term.value]
    default:
      return [term.kind, term.value]
  }
}
