import { text } from '#components/messages/text.ts'
import { blockTypes } from '#lib/blocks/index.ts'
import { CATEGORIES } from '#lib/engine/block.ts'

export type BlockChoice = { type: string; label: string; description: string; icon: string; role?: 'entry' | 'exit' }
export type BlockGroup = { label: string; choices: readonly BlockChoice[] }

const GROUPS: readonly BlockGroup[] = CATEGORIES.map((category) => ({
  label: text.editor.categories[category],
  choices: blockTypes.filter((definition) => definition.category === category),
}))

/** The block types by category that hold what was typed; with `follows`, only those an edge may lead to. */
export function blockGroups(typed: string, follows: boolean): readonly BlockGroup[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = ({ label, description, type, role }: BlockChoice) => {
    const all = `${label} ${description} ${type}`.toLowerCase()
    return !(follows && role === 'entry') && words.every((word) => all.includes(word))
  }
  return GROUPS.map(({ label, choices }) => ({ label, choices: choices.filter(fits) })).filter(
    ({ choices }) => choices.length > 0,
  )
}
