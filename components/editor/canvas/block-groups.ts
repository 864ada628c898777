import { text } from '#components/messages/text.ts'
import { blockTypes } from '#lib/blocks/index.ts'
import { CATEGORIES } from '#lib/engine/block.ts'

export type BlockChoice = { type: string; label: string; description: string; icon: string; role?: 'entry' | 'exit' }
export type BlockGroup = { label: string; choices: readonly BlockChoice[] }

const GROUPS: readonly BlockGroup[] = CATEGORIES.map((category) => ({
  label: text.editor.categories[category],
  choices: blockTypes.filter((definition) => definition.category === category),
}))

/**
 * The block types by category that hold what was typed, those with it in their name first; with `follows`, only those
 * an edge may lead to.
 */
export function blockGroups(typed: string, follows: boolean): readonly BlockGroup[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = ({ label, description, type, role }: BlockChoice) => {
    const all = `${label} ${description} ${type}`.toLowerCase()
    return !(follows && role === 'entry') && words.every((word) => all.includes(word))
  }
  const groups = GROUPS.map(({ label, choices }) => ({ label, choices: choices.filter(fits).toSorted(byName(words)) }))
  return groups
    .filter(({ choices }) => choices.length > 0)
    .toSorted((a, b) => likeness(b.choices[0], words) - likeness(a.choices[0], words))
}

function byName(words: readonly string[]) {
  return (a: BlockChoice, b: BlockChoice) => likeness(b, words) - likeness(a, words)
}

/** 2 for a name that begins with what was typed, 1 for one that holds it, 0 for all others and where nothing was typed. */
function likeness(choice: BlockChoice | undefined, words: readonly string[]): number {
  const name = choice?.label.toLowerCase() ?? ''
  const [first] = words
  if (first === undefined || !words.every((word) => name.includes(word))) return 0
  return name.startsWith(first) ? 2 : 1
}
