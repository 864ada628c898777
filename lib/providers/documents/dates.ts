/** A birth date `YYMMDD` as `YYYY-MM-DD`: the latest century that does not lie ahead; `null` where it is no date. */
export function birthDate(printed: string, now: Date): string | null {
  const thisCentury = Math.floor(now.getUTCFullYear() / 100) * 100
  const today = now.toISOString().slice(0, 10)
  const recent = calendarDate(printed, thisCentury)
  return recent !== null && recent <= today ? recent : calendarDate(printed, thisCentury - 100)
}

/** An expiry date `YYMMDD` as `YYYY-MM-DD`: the century that brings it nearest to today; `null` where it is no date. */
export function expirationDate(printed: string, now: Date): string | null {
  const year = now.getUTCFullYear()
  const thisCentury = Math.floor(year / 100) * 100
  const distance = (century: number) => Math.abs(century + Number(printed.slice(0, 2)) - year)
  const nearest = [thisCentury, thisCentury - 100, thisCentury + 100].sort((a, b) => distance(a) - distance(b))[0]
  return nearest === undefined ? null : calendarDate(printed, nearest)
}

function calendarDate(printed: string, century: number): string | null {
  if (!/^\d{6}$/.test(printed)) return null
  const text = `${century + Number(printed.slice(0, 2))}-${printed.slice(2, 4)}-${printed.slice(4, 6)}`
  const date = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text ? null : text
}
