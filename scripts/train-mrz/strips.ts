import sharp, { type Sharp } from 'sharp'
import { CELL_CLASSES, type CellFrame, type GreyImage, NO_CHARACTER } from '#lib/providers/documents/reader/cells.ts'
import { type Face, GLYPH_HEIGHT, GLYPH_WIDTH } from './glyphs.ts'

const LENGTH = 24
/** How often each cell of a strip is looked at. */
const LOOKS = 2
const MARGIN = GLYPH_WIDTH
const STRIP_WIDTH = LENGTH * GLYPH_WIDTH + 2 * MARGIN
const STRIP_HEIGHT = Math.round(GLYPH_HEIGHT * 2.2)
/** Pixels from one character to the next in the photographs to be imitated. */
const SMALLEST_STEP = 5
const LARGEST_STEP = 26

/** A line of random characters as a bad camera or scanner would show it. */
export type Strip = { image: GreyImage; text: string; cell(index: number): CellFrame }
export type Example = { frame: CellFrame; label: number }

/** A number between the two. */
export const between = (low: number, high: number) => low + Math.random() * (high - low)
/** A number of the normal distribution. */
export const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random())

/** Draws a line in the face and makes it worse: paper, light, low resolution, blur, noise, compression. */
export async function drawStrip(face: Face): Promise<Strip> {
  const text = randomText()
  const top = Math.round((STRIP_HEIGHT - GLYPH_HEIGHT) / 2)
  const shades = paint(face, text, top)
  const step = Math.exp(between(Math.log(SMALLEST_STEP), Math.log(LARGEST_STEP)))
  const scale = step / GLYPH_WIDTH
  const width = Math.round(STRIP_WIDTH * scale)
  const height = Math.round(STRIP_HEIGHT * scale)
  let picture = sharp(shades, { raw: { width: STRIP_WIDTH, height: STRIP_HEIGHT, channels: 1 } })
  if (Math.random() < 0.5) picture = picture.blur(Math.max(0.3, between(0.1, 0.55) / scale))
  picture = picture.resize({ width, height, fit: 'fill', kernel: pick(['linear', 'cubic', 'lanczos3', 'mitchell']) })
  const small = await roughen(picture, width, height)
  return { image: { data: small, width, height }, text, cell: framesOf(face, top, width, height) }
}

/** Cells of a strip with the small errors of a fitted grid; some miss their character, some lie beyond the line. */
export function examplesOf(strip: Strip): Example[] {
  const beyond = [-1, LENGTH].map((index) => ({ frame: jitter(strip.cell(index)), label: NO_CHARACTER }))
  const within = Array.from({ length: LENGTH * LOOKS }, (_, i) => {
    const index = i % LENGTH
    const frame = strip.cell(index)
    if (Math.random() < 0.06) return { frame: displace(frame), label: NO_CHARACTER }
    return { frame: jitter(frame), label: CELL_CLASSES.indexOf(strip.text.charAt(index)) }
  })
  return [...beyond, ...within]
}

function randomText(): string {
  let text = ''
  while (text.length < LENGTH) {
    const filler = Math.random() < 0.06
    text += filler ? '<'.repeat(1 + Math.floor(between(0, 5))) : pick([...CELL_CLASSES])
  }
  return text.slice(0, LENGTH)
}

function paint(face: Face, text: string, top: number): Uint8Array {
  const paper = between(120, 255)
  const ink = between(0, Math.max(10, paper - 70))
  const shades = drawPaper(paper, (paper - ink) * between(0, 0.3))
  const strength = (1 - ink / paper) * between(0.85, 1)
  for (let index = 0; index < text.length; index++) {
    const glyph = face.glyphs.get(text.charAt(index)) ?? new Uint8Array()
    for (let p = 0; p < glyph.length; p++) {
      const cover = glyph[p] ?? 0
      if (cover === 0) continue
      const x = MARGIN + index * GLYPH_WIDTH + (p % GLYPH_WIDTH)
      const place = (top + Math.floor(p / GLYPH_WIDTH)) * STRIP_WIDTH + x
      shades[place] = (shades[place] ?? 0) * (1 - (cover / 255) * strength)
    }
  }
  return shades
}

/** Paper with a slope of light and wavy lines as security printing has them. */
function drawPaper(paper: number, depth: number): Uint8Array {
  const shades = new Uint8Array(STRIP_WIDTH * STRIP_HEIGHT)
  const slopeX = (normal() * 25) / STRIP_WIDTH
  const slopeY = (normal() * 10) / STRIP_HEIGHT
  const wave = (2 * Math.PI) / between(4, 45)
  const angle = between(0, Math.PI)
  const [dx, dy] = [Math.cos(angle) * wave, Math.sin(angle) * wave]
  for (let y = 0, p = 0; y < STRIP_HEIGHT; y++) {
    for (let x = 0; x < STRIP_WIDTH; x++, p++) {
      const shade = paper + slopeX * x + slopeY * y + depth * 0.5 * Math.sin(x * dx + y * dy)
      shades[p] = Math.max(0, Math.min(255, shade))
    }
  }
  return shades
}

async function roughen(picture: Sharp, width: number, height: number): Promise<Uint8Array> {
  const grain = Math.random() < 0.5 ? 0 : between(0, 14)
  const shades = await picture.greyscale().raw().toBuffer()
  const noisy = grain === 0 ? shades : shades.map((shade) => Math.max(0, Math.min(255, shade + normal() * grain)))
  if (Math.random() < 0.25) return noisy
  const raw = { raw: { width, height, channels: 1 as const } }
  const jpeg = await sharp(noisy, raw)
    .jpeg({ quality: Math.round(between(35, 95)) })
    .toBuffer()
  return sharp(jpeg).greyscale().raw().toBuffer()
}

function framesOf(face: Face, top: number, width: number, height: number): Strip['cell'] {
  const scaleX = width / STRIP_WIDTH
  const scaleY = height / STRIP_HEIGHT
  return (index) => ({
    x: (MARGIN + (index + 0.5) * GLYPH_WIDTH) * scaleX - 0.5,
    y: (top + (face.capTop + face.capBottom) / 2) * scaleY - 0.5,
    stepX: GLYPH_WIDTH * scaleX,
    stepY: 0,
    downX: 0,
    downY: (face.capBottom - face.capTop) * scaleY,
  })
}

function jitter(frame: CellFrame): CellFrame {
  const turn = normal() * 0.025
  const lean = normal() * 0.04
  return {
    x: frame.x + normal() * 0.06 * frame.stepX,
    y: frame.y + normal() * 0.06 * frame.downY,
    stepX: frame.stepX * (1 + normal() * 0.03),
    stepY: frame.stepX * turn,
    downX: frame.downY * (lean - turn),
    downY: frame.downY * (1 + normal() * 0.07),
  }
}

function displace(frame: CellFrame): CellFrame {
  const side = Math.random() < 0.5 ? -1 : 1
  const sideways = Math.random() < 0.6
  const x = sideways ? side * between(0.38, 0.5) : normal() * 0.2
  const y = sideways ? normal() * 0.1 : side * between(0.5, 1.4)
  return jitter({ ...frame, x: frame.x + x * frame.stepX, y: frame.y + y * frame.downY })
}

function pick<Item>(items: readonly [Item, ...Item[]] | Item[]): Item {
  const item = items[Math.floor(Math.random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}
