/** A page in shades of grey, 0 black to 255 white, row by row. */
export type GreyImage = { data: Uint8Array; width: number; height: number }

/** Where a cell lies: its centre, the step to the next cell, and the way down one cap height, in pixels. */
export type CellFrame = { x: number; y: number; stepX: number; stepY: number; downX: number; downY: number }

/** What a cell can hold; the last class is `none`: no character, or one that lies elsewhere. */
export const CELL_CLASSES = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<'
export const NO_CHARACTER = CELL_CLASSES.length
const CELL_COLUMNS = 16
const CELL_ROWS = 24
export const CELL_PIXELS = CELL_COLUMNS * CELL_ROWS
/** A cell's width in steps and its height in cap heights: a little of the neighbours helps. */
const CELL_WIDTH = 1.2
const CELL_HEIGHT = 1.4

/** Fills `out` with the cell's pixels, dark positive, shifted and scaled to mean 0 and deviation 1. */
export function sampleCell(image: GreyImage, frame: CellFrame, out: Float32Array): void {
  let sum = 0
  let squares = 0
  for (let row = 0, k = 0; row < CELL_ROWS; row++) {
    const down = ((row + 0.5) / CELL_ROWS - 0.5) * CELL_HEIGHT
    for (let column = 0; column < CELL_COLUMNS; column++, k++) {
      const along = ((column + 0.5) / CELL_COLUMNS - 0.5) * CELL_WIDTH
      const value = 255 - smoothPixel(image, frame, along, down)
      out[k] = value
      sum += value
      squares += value * value
    }
  }
  const mean = sum / CELL_PIXELS
  const deviation = Math.sqrt(Math.max(4, squares / CELL_PIXELS - mean * mean))
  for (let k = 0; k < CELL_PIXELS; k++) out[k] = ((out[k] ?? 0) - mean) / deviation
}

const QUARTERS = [-0.25, 0.25] as const

function smoothPixel(image: GreyImage, frame: CellFrame, along: number, down: number): number {
  let sum = 0
  for (const right of QUARTERS) {
    for (const below of QUARTERS) {
      const a = along + (right * CELL_WIDTH) / CELL_COLUMNS
      const d = down + (below * CELL_HEIGHT) / CELL_ROWS
      sum += pixelAt(image, frame.x + a * frame.stepX + d * frame.downX, frame.y + a * frame.stepY + d * frame.downY)
    }
  }
  return sum / 4
}

/** The shade between pixels, by linear interpolation; beyond the edge, that of the edge. */
export function pixelAt({ data, width, height }: GreyImage, x: number, y: number): number {
  const cx = Math.max(0, Math.min(width - 1.001, x))
  const cy = Math.max(0, Math.min(height - 1.001, y))
  const left = Math.floor(cx)
  const top = Math.floor(cy)
  const fx = cx - left
  const fy = cy - top
  const p = top * width + left
  const upper = (data[p] ?? 0) * (1 - fx) + (data[p + 1] ?? 0) * fx
  const lower = (data[p + width] ?? 0) * (1 - fx) + (data[p + width + 1] ?? 0) * fx
  return upper * (1 - fy) + lower * fy
}
