import type { Suggestion } from '#lib/engine/suggest.ts'

/** A stretch of a text that a suggestion would take the place of, and what was typed of it so far. */
export type Typing = { from: number; to: number; query: string }

const MOST_MATCHES = 40

/** The reference that is being typed before the caret: from its opening brace on, unless that is escaped. */
export function referenceAt(text: string, caret: number): Typing | undefined {
  const match = /(?<!\\)(\{\{?\s*)([A-Za-z_][A-Za-z0-9_.[\]]*)?$/.exec(text.slice(0, caret))
  if (!match) return undefined
  const closing = /^[A-Za-z0-9_.[\]]*\??\s*\}{1,2}/.exec(text.slice(caret))
  return { from: match.index, to: caret + (closing?.[0].length ?? 0), query: match[2] ?? '' }
}

/** The name that is being typed before the caret, as in an expression; nothing inside quotes. */
export function nameAt(text: string, caret: number): Typing | undefined {
  const before = text.slice(0, caret)
  const quotes = before.replace(/\\./g, '').match(/["']/g)?.length ?? 0
  const match = /[A-Za-z_][A-Za-z0-9_.[\]]*$/.exec(before)
  if (!match || quotes % 2 === 1) return undefined
  const rest = /^[A-Za-z0-9_.[\]]*/.exec(text.slice(caret))
  return { from: match.index, to: caret + (rest?.[0].length ?? 0), query: match[0] }
}

/** The whole text, as far as it is typed. */
export function wholeAt(text: string, caret: number): Typing {
  return { from: 0, to: text.length, query: text.slice(0, caret) }
}

/** Suggestions that fit what was typed, paths that begin with it first. */
export function matching(suggestions: readonly Suggestion[], query: string): Suggestion[] {
  const words = query
    .toLowerCase()
    .split(/[.\s[\]]+/)
    .filter(Boolean)
  const fitting = suggestions.filter((suggestion) => {
    const said = textOf(suggestion)
    return words.every((word) => said.includes(word))
  })
  const begins = ({ path }: Suggestion) => (path.toLowerCase().startsWith(query.toLowerCase()) ? 0 : 1)
  return fitting.toSorted((a, b) => begins(a) - begins(b)).slice(0, MOST_MATCHES)
}

/** All words by which a suggestion is found, in lower case. */
export function textOf({ path, label, from }: Suggestion): string {
  return `${path} ${label} ${'name' in from ? from.name : from.scope}`.toLowerCase()
}

/** A text with a stretch replaced, and where the caret stands afterwards. */
export function typed(
  text: string,
  { from, to }: Pick<Typing, 'from' | 'to'>,
  insert: string,
): { text: string; caret: number } {
  return { text: text.slice(0, from) + insert + text.slice(to), caret: from + insert.length }
}
