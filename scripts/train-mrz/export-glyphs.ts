/**
 * Writes the outlines of OCR-B with which specimens are drawn.
 * Needs Debian's package fonts-ocr-b (public domain). Usage: node scripts/train-mrz/export-glyphs.ts
 */
import { writeFile } from 'node:fs/promises'
import { advance, drawInk, escapeXml } from './glyphs.ts'
import { outline } from './outline.ts'

const FAMILY = 'OCR B'
const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<-./'
const TARGET = new URL('../../lib/providers/documents/glyphs.ts', import.meta.url)
const WIDTH = 200
const HEIGHT = 270
const BASELINE = 225
const TOLERANCE = 1.3

const size = WIDTH / (await advance(FAMILY))
const lines: string[] = []
for (const character of CHARACTERS) {
  const ink = await drawInk(`<text x="0" y="${BASELINE}">${escapeXml(character)}</text>`, FAMILY, size, WIDTH, HEIGHT)
  lines.push(`  ['${character}', '${outline(ink, TOLERANCE)}'],`)
}
await writeFile(
  TARGET,
  `/**
 * Outlines of the typeface OCR-B as SVG paths for the even-odd rule, traced by scripts/train-mrz/export-glyphs.ts from
 * the fonts of Debian's package fonts-ocr-b: Matthew Skala's, in the public domain, after Norbert Schwarz's Metafont
 * sources ("You may freely use, modify and/or distribute this file, without limitation").
 */
export const GLYPHS: ReadonlyMap<string, string> = new Map([
${lines.join('\n')}
])

/** A glyph's box: one step from character to character wide; its characters stand on the baseline. */
export const GLYPH_BOX = { width: ${WIDTH}, height: ${HEIGHT}, baseline: ${BASELINE} } as const
`,
)
