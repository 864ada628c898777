import { CELL_CLASSES, CELL_PIXELS, type CellFrame, type GreyImage, NO_CHARACTER, sampleCell } from './cells.ts'
import type { Network } from './network.ts'

/**
 * A line of cells. Lengths are pixels; `u` counts cells from the middle of the line.
 * A cell's centre lies `start + pitch·u + stretch·u²` along the direction and `offset + slope·u + bow·u²` across it.
 */
export type Grid = {
  originX: number
  originY: number
  dx: number
  dy: number
  count: number
  start: number
  pitch: number
  stretch: number
  offset: number
  slope: number
  bow: number
  cap: number
}

/** Height of a capital in steps, as OCR-B has it. */
export const USUAL_CAP = 0.95
const ODD_PROPORTION = 1
const FILLER = CELL_CLASSES.indexOf('<')
const FILLER_WEIGHT = 0.3

/** Where the cell at an index lies; indexes beyond the ends continue the line. */
export function frameAt(grid: Grid, index: number): CellFrame {
  const { dx, dy } = grid
  const u = index - (grid.count - 1) / 2
  const along = grid.start + grid.pitch * u + grid.stretch * u * u
  const across = grid.offset + grid.slope * u + grid.bow * u * u
  const step = grid.pitch + 2 * grid.stretch * u
  const rise = grid.slope + 2 * grid.bow * u
  return {
    x: grid.originX + dx * along - dy * across,
    y: grid.originY + dy * along + dx * across,
    stepX: dx * step - dy * rise,
    stepY: dy * step + dx * rise,
    downX: -dy * grid.cap,
    downY: dx * grid.cap,
  }
}

/** Classifies cells of one page. */
export class CellReader {
  readonly #page: GreyImage
  readonly #network: Network
  readonly #cell = new Float32Array(CELL_PIXELS)

  constructor(page: GreyImage, network: Network) {
    this.#page = page
    this.#network = network
  }

  /** The probability of each class; overwritten by the next call. */
  classify(frame: CellFrame): Float32Array {
    sampleCell(this.#page, frame, this.#cell)
    return this.#network.classify(this.#cell)
  }

  /**
   * How surely the cells hold one character each: the mean logarithm of the best character's probability, less a
   * little for unusual proportions. Fillers, which look alike from many places, count less.
   */
  score(grid: Grid, stride = 1): number {
    let sum = 0
    let weights = 0
    for (let i = 0; i < grid.count; i += stride) {
      const classes = this.classify(frameAt(grid, i))
      const best = bestClass(classes)
      const weight = best === FILLER ? FILLER_WEIGHT : 1
      sum += weight * Math.log((classes[best] ?? 0) + 1e-3)
      weights += weight
    }
    return sum / weights - ODD_PROPORTION * Math.log(grid.cap / grid.pitch / USUAL_CAP) ** 2
  }

  /** How surely the grid's cells hold characters and the two beyond its ends none: the sum of all logarithms. */
  evidence(grid: Grid): number {
    let sum = this.#emptiness(grid)
    for (let i = 0; i < grid.count; i++) {
      const classes = this.classify(frameAt(grid, i))
      sum += Math.log((classes[bestClass(classes)] ?? 0) + 1e-3)
    }
    return sum
  }

  /** How surely no line goes on before the first cell and after the last: the sum of two logarithms, not below -4. */
  #emptiness(grid: Grid): number {
    const logarithm = (index: number) => {
      const none = this.classify(frameAt(grid, index))[NO_CHARACTER] ?? 0
      return Math.max(-2, Math.log(none + 1e-3))
    }
    return logarithm(-1) + logarithm(grid.count)
  }
}

/** The most probable character's place in `CELL_CLASSES`. */
function bestClass(classes: Float32Array): number {
  let best = 0
  for (let c = 1; c < NO_CHARACTER; c++) if ((classes[c] ?? 0) > (classes[best] ?? 0)) best = c
  return best
}

type Parameter = 'start' | 'pitch' | 'stretch' | 'offset' | 'slope' | 'bow' | 'cap'

/** Moves a grid, one parameter after the other, as long as its cells become surer. */
export function refine(reader: CellReader, grid: Grid, rounds = 2): { grid: Grid; score: number } {
  const half = grid.count / 2
  const steps: readonly (readonly [Parameter, number])[] = [
    ['offset', 0.12 * grid.cap],
    ['start', 0.12 * grid.pitch],
    ['cap', 0.08 * grid.cap],
    ['pitch', (0.15 * grid.pitch) / half],
    ['slope', (0.1 * grid.cap) / half],
    ['stretch', (0.12 * grid.pitch) / half ** 2],
    ['bow', (0.1 * grid.cap) / half ** 2],
  ]
  let best = { grid, score: reader.score(grid) }
  for (let round = 0, size = 1; round < rounds; round++, size /= 2) {
    for (const [parameter, step] of steps) best = climb(reader, best, parameter, step * size)
  }
  return best
}

function climb(reader: CellReader, from: { grid: Grid; score: number }, parameter: Parameter, step: number) {
  let best = from
  for (const direction of [step, -step]) {
    for (let tries = 0; tries < 4; tries++) {
      const grid = { ...best.grid, [parameter]: best.grid[parameter] + direction }
      const score = reader.score(grid)
      if (score <= best.score + 1e-4) break
      best = { grid, score }
    }
    if (best !== from) break
  }
  return best
}
