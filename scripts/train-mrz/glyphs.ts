import sharp from 'sharp'
import { CELL_CLASSES } from '#lib/providers/documents/reader/cells.ts'

/** Pixels of a glyph's box: one step wide, the baseline at `BASELINE`. */
export const GLYPH_WIDTH = 36
export const GLYPH_HEIGHT = 48
const BASELINE = 41
const SPACING = GLYPH_WIDTH * 2

/** A face's characters as ink, 0 none to 255 full, with the rows between which its capitals stand. */
export type Face = { glyphs: Map<string, Uint8Array>; capTop: number; capBottom: number }

/** Draws every character of a fixed-width font; `weight` thickens (or thins, if negative) the strokes by that many pixels. */
export async function drawFace(family: string, weight: number): Promise<Face> {
  const size = GLYPH_WIDTH / (await advance(family))
  const stroke = weight === 0 ? '' : `stroke="${weight > 0 ? '#000' : '#fff'}" stroke-width="${Math.abs(weight)}"`
  const letters = [...CELL_CLASSES].map(
    (character, i) => `<text x="${i * SPACING}" y="${BASELINE}" ${stroke}>${escapeXml(character)}</text>`,
  )
  const ink = await drawInk(letters.join(''), family, size, CELL_CLASSES.length * SPACING, GLYPH_HEIGHT)
  const glyphs = new Map([...CELL_CLASSES].map((character, i) => [character, cut(ink, i * SPACING)]))
  const rows = inkRows(glyphs.get('H') ?? new Uint8Array())
  return { glyphs, capTop: Math.min(...rows), capBottom: Math.max(...rows) + 1 }
}

/** Shades of ink, 0 none to 255 full, row by row. */
export type Ink = { data: Uint8Array; width: number }

/** Draws SVG content in a font. */
export async function drawInk(
  content: string,
  family: string,
  size: number,
  width: number,
  height: number,
): Promise<Ink> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/><g font-family="${family}" font-size="${size}">${content}</g></svg>`
  const shades = await sharp(Buffer.from(svg)).greyscale().raw().toBuffer()
  return { data: shades.map((shade) => 255 - shade), width }
}

/** The step from one character to the next, in font sizes. */
export async function advance(family: string): Promise<number> {
  const size = 100
  const { data, width } = await drawInk(`<text x="0" y="${size}">HHHHHHHHHHH</text>`, family, size, 1200, 120)
  const columns = Array.from({ length: width }, (_, x) => inkOf(data, width, x)).map((ink) => ink > 0)
  const starts = columns.flatMap((dark, x) => (dark && !columns[x - 1] ? [x] : []))
  const first = starts[0] ?? 0
  const last = starts[starts.length - 1] ?? 0
  return (last - first) / 10 / size
}

function inkOf(data: Uint8Array, width: number, x: number): number {
  let ink = 0
  for (let p = x; p < data.length; p += width) ink += (data[p] ?? 0) > 127 ? 1 : 0
  return ink
}

function cut({ data, width }: Ink, left: number): Uint8Array {
  const glyph = new Uint8Array(GLYPH_WIDTH * GLYPH_HEIGHT)
  for (let y = 0; y < GLYPH_HEIGHT; y++) {
    glyph.set(data.subarray(y * width + left, y * width + left + GLYPH_WIDTH), y * GLYPH_WIDTH)
  }
  return glyph
}

function inkRows(glyph: Uint8Array): number[] {
  return Array.from({ length: GLYPH_HEIGHT }, (_, y) => y).filter((y) =>
    glyph.subarray(y * GLYPH_WIDTH, (y + 1) * GLYPH_WIDTH).some((ink) => ink > 127),
  )
}

/** A character as XML text. */
export function escapeXml(character: string): string {
  return character === '<' ? '&lt;' : character
}
