import { InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import type { GreyImage } from './cells.ts'
import { ONE_SIZE } from './models.ts'

/** Pixels of the square that the detector always sees: smaller, it misses parts of small lines. */
const SIDE = 960
const MEANS = [0.485, 0.456, 0.406] as const
const DEVIATIONS = [0.229, 0.224, 0.225] as const
const TEXT = 0.3
const FEWEST_PIXELS = 12

/** A run of text: its middle, its direction as a unit vector, its length and its thickness, in pixels of the page. */
export type TextRun = { x: number; y: number; dx: number; dy: number; length: number; thickness: number }

/** Finds runs of text on a page with the detector of PP-OCRv4 (DB: the runs are thinner than the text itself). */
export class TextFinder {
  readonly #session: InferenceSession

  private constructor(session: InferenceSession) {
    this.#session = session
  }

  static async load(model: string): Promise<TextFinder> {
    return new TextFinder(await InferenceSession.create(model, ONE_SIZE))
  }

  async find(page: GreyImage): Promise<TextRun[]> {
    const scale = SIDE / Math.max(page.width, page.height)
    const input = new Tensor('float32', await toSquare(page, scale), [1, 3, SIDE, SIDE])
    const results = await this.#session.run({ [this.#session.inputNames[0] ?? 'x']: input })
    const map = results[this.#session.outputNames[0] ?? '']?.data
    if (!(map instanceof Float32Array)) throw new Error('The text detector returned no map')
    return components(map).map((run) => ({
      ...run,
      x: run.x / scale,
      y: run.y / scale,
      length: run.length / scale,
      thickness: run.thickness / scale,
    }))
  }
}

/** The angle in degrees, over -90 up to 90, at which most of the text stands: the median, long runs counting more. */
export function tiltOf(runs: readonly TextRun[]): number {
  const angles = runs
    .filter((run) => run.length > 3 * run.thickness)
    .map((run) => ({ angle: (Math.atan(run.dy / run.dx) * 180) / Math.PI, weight: run.length }))
    .sort((a, b) => a.angle - b.angle)
  const half = angles.reduce((sum, { weight }) => sum + weight, 0) / 2
  let passed = 0
  for (const { angle, weight } of angles) {
    passed += weight
    if (passed >= half) return angle
  }
  return 0
}

async function toSquare(page: GreyImage, scale: number): Promise<Float32Array> {
  const width = Math.max(1, Math.round(page.width * scale))
  const height = Math.max(1, Math.round(page.height * scale))
  const shades = await sharp(page.data, { raw: { width: page.width, height: page.height, channels: 1 } })
    .resize({ width, height, fit: 'fill' })
    .greyscale()
    .raw()
    .toBuffer()
  const input = new Float32Array(3 * SIDE * SIDE)
  MEANS.forEach((mean, channel) => {
    const deviation = DEVIATIONS[channel] ?? 1
    for (let y = 0; y < height; y++) {
      const row = channel * SIDE * SIDE + y * SIDE
      for (let x = 0; x < width; x++) input[row + x] = ((shades[y * width + x] ?? 0) / 255 - mean) / deviation
    }
  })
  return input
}

function components(map: Float32Array): TextRun[] {
  const seen = new Uint8Array(map.length)
  const runs: TextRun[] = []
  for (let p = 0; p < map.length; p++) {
    if (seen[p] || (map[p] ?? 0) < TEXT) continue
    const pixels = flood(map, seen, p)
    if (pixels.length >= FEWEST_PIXELS) runs.push(measure(pixels))
  }
  return runs
}

function flood(map: Float32Array, seen: Uint8Array, start: number): number[] {
  const pixels = [start]
  seen[start] = 1
  for (let i = 0; i < pixels.length; i++) {
    const p = pixels[i] ?? 0
    const x = p % SIDE
    for (const q of [x > 0 ? p - 1 : p, x < SIDE - 1 ? p + 1 : p, p - SIDE, p + SIDE]) {
      if (q < 0 || q >= map.length || seen[q] || (map[q] ?? 0) < TEXT) continue
      seen[q] = 1
      pixels.push(q)
    }
  }
  return pixels
}

/** The rectangle around pixels whose sides lie along their principal axes. */
function measure(pixels: readonly number[]): TextRun {
  const points = pixels.map((p) => ({ x: p % SIDE, y: Math.floor(p / SIDE) }))
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
  const cx = mean(points.map(({ x }) => x))
  const cy = mean(points.map(({ y }) => y))
  const xx = mean(points.map(({ x }) => (x - cx) ** 2))
  const yy = mean(points.map(({ y }) => (y - cy) ** 2))
  const xy = mean(points.map(({ x, y }) => (x - cx) * (y - cy)))
  const angle = Math.atan2(2 * xy, xx - yy) / 2
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)]
  const [left, right] = extent(points.map(({ x, y }) => (x - cx) * dx + (y - cy) * dy))
  const [top, bottom] = extent(points.map(({ x, y }) => (y - cy) * dx - (x - cx) * dy))
  const [along, across] = [(left + right) / 2, (top + bottom) / 2]
  return {
    x: cx + along * dx - across * dy + 0.5,
    y: cy + along * dy + across * dx + 0.5,
    dx,
    dy,
    length: right - left + 1,
    thickness: bottom - top + 1,
  }
}

function extent(values: readonly number[]): [number, number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
}
