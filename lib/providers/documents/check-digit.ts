const WEIGHTS = [7, 3, 1] as const
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** The check digit of machine readable text: weights 7, 3, 1, modulo 10, filler `<` as zero (ICAO 9303 part 3, 4.9). */
export function checkDigit(text: string): string {
  let sum = 0
  for (let i = 0; i < text.length; i++) {
    sum += Math.max(0, ALPHABET.indexOf(text.charAt(i))) * (WEIGHTS[i % 3] ?? 0)
  }
  return String(sum % 10)
}
