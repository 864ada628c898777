/** A number or identifier without spaces and marks, in capitals. */
export function bareNumber(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
}

const LEI = /^[A-Z0-9]{18}\d{2}$/

/** Whether text is a Legal Entity Identifier with the right check digits (ISO 17442, by ISO 7064 MOD 97-10). */
export function isLei(text: string): boolean {
  const bare = bareNumber(text)
  if (!LEI.test(bare)) return false
  let rest = 0
  for (const sign of bare)
    for (const digit of String(Number.parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97
  return rest === 1
}

const UK_NUMBER = /^(\d{8}|[A-Z]{2}\d{6}|R\d{7})$/

/** Whether text has the form of a company number of the United Kingdom. */
export function isUkNumber(text: string): boolean {
  return UK_NUMBER.test(bareNumber(text))
}
