const CIRCA_YEARS = 2

/** The instant a source names, or `null` where it names none. */
export function instantOf(text: string | undefined): Date | null {
  const date = new Date(text ?? '')
  return Number.isNaN(date.getTime()) ? null : date
}

/** The span of years that `circa 1962` stands for: `1960/1964`. */
export function aroundYear(year: number): string {
  return `${year - CIRCA_YEARS}/${year + CIRCA_YEARS}`
}
