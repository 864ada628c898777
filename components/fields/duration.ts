/** Units of time in seconds, the shortest first. */
export const UNITS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const
export type Unit = keyof typeof UNITS
const NAMES: readonly Unit[] = ['days', 'hours', 'minutes', 'seconds']

/** The longest unit in which so many seconds are a whole number; seconds for none. */
export function unitOf(seconds: number | undefined): Unit {
  if (!seconds) return 'seconds'
  return NAMES.find((unit) => seconds % UNITS[unit] === 0) ?? 'seconds'
}

/** So many seconds counted in a unit, without the noise of binary fractions. */
export function inUnit(seconds: number, unit: Unit): number {
  return Number((seconds / UNITS[unit]).toPrecision(12))
}
