import type { Alias } from '#lib/screening/entry.ts'

/** Each name once and none that is the primary one; a name that is also given without reserve is not weak. */
export function distinctAliases(primaryName: string, aliases: readonly Alias[]): Alias[] {
  const byName = new Map<string, Alias>()
  for (const alias of aliases) {
    const known = byName.get(alias.name)
    if (alias.name === '' || alias.name === primaryName) continue
    if (known === undefined || known.weak) byName.set(alias.name, alias)
  }
  return [...byName.values()]
}
