import type { MrzReading } from '#lib/blocks/services.ts'
import { LAYOUTS } from './layout.ts'
import { parseMrz } from './parse.ts'

const LONGEST_TEXT = 400

/** Reads a machine readable zone from text: its lines in any letter case, with or without the line breaks. */
export function readMrzText(text: string, now: Date): MrzReading | null {
  if (text.length > LONGEST_TEXT) return null
  const lines = text
    .toUpperCase()
    .split(/[\r\n]+/)
    .map((line) => line.replace(/\s/g, '').replaceAll('«', '<<'))
    .filter((line) => line !== '')
  if (lines.some((line) => /[^A-Z0-9<]/.test(line))) return null
  return parseMrz(lines.length === 1 ? breakLines(lines[0] ?? '') : lines, now)
}

function breakLines(text: string): string[] {
  const layout = Object.values(LAYOUTS).find(({ lines, width }) => lines * width === text.length)
  if (!layout) return [text]
  return Array.from({ length: layout.lines }, (_, i) => text.slice(i * layout.width, (i + 1) * layout.width))
}
