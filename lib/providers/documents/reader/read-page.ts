import { readFile } from 'node:fs/promises'
import type { MrzReading } from '#lib/blocks/services.ts'
import { parseMrz } from '../parse.ts'
import { type GreyImage, NO_CHARACTER } from './cells.ts'
import { type CellViews, combine } from './combine.ts'
import { CellReader, frameAt, type Grid } from './grid.ts'
import { MODELS } from './models.ts'
import { decodeNetwork, Network } from './network.ts'
import { decodePage, turnPage } from './page.ts'
import { rowsOf } from './rows.ts'
import { SecondReader } from './second-reader.ts'
import { TextFinder, type TextRun, tiltOf } from './text-lines.ts'
import { findZones, type Zone } from './zone.ts'

const WEIGHTS = new URL('./cells.bin', import.meta.url)
/** Degrees. */
const MOST_TILT = 4
/** A cell is looked at from several places, in steps and cap heights: what changes its class is no sure reading. */
const LOOKS = [
  [0, 0],
  [0.06, 0],
  [-0.06, 0],
  [0, 0.06],
  [0, -0.06],
] as const

/** Reads the machine readable zone of page images. */
export class PageReader {
  readonly #finder: TextFinder
  readonly #second: SecondReader
  readonly #network: Network

  private constructor(finder: TextFinder, second: SecondReader, network: Network) {
    this.#finder = finder
    this.#second = second
    this.#network = network
  }

  /** Loads the models; about 200 MB of memory with them. */
  static async load(): Promise<PageReader> {
    const [finder, second, weights] = await Promise.all([
      TextFinder.load(MODELS.detector),
      SecondReader.load(MODELS.recognizer),
      readFile(WEIGHTS),
    ])
    return new PageReader(finder, second, new Network(decodeNetwork(weights)))
  }

  /** The zone on the page that satisfies most check digits, or `null`. Rejects with a `BlockFailure` for unreadable images. */
  async read(bytes: Uint8Array, now: Date): Promise<MrzReading | null> {
    const { page, runs } = await this.#findText(await decodePage(bytes))
    const reader = new CellReader(page, this.#network)
    const zones = findZones(page, rowsOf(runs), reader)
    let best: MrzReading | null = null
    for (const zone of zones) {
      const reading = await this.#readZone(page, reader, zone, now)
      if (reading && (!best || wrongDigits(reading) < wrongDigits(best))) best = reading
      if (best && wrongDigits(best) === 0) break
    }
    return best
  }

  /** The page, set straight if its text is tilted: the detector misses much of tilted text. */
  async #findText(page: GreyImage): Promise<{ page: GreyImage; runs: TextRun[] }> {
    const runs = await this.#finder.find(page)
    const tilt = tiltOf(runs)
    if (Math.abs(tilt) < MOST_TILT) return { page, runs }
    const straight = await turnPage(page, -tilt)
    return { page: straight, runs: await this.#finder.find(straight) }
  }

  async #readZone(page: GreyImage, reader: CellReader, zone: Zone, now: Date): Promise<MrzReading | null> {
    const views: CellViews[][] = []
    for (const grid of zone.grids) {
      const second = await this.#second.read(page, grid)
      views.push(second.map((cell, index) => ({ first: lookAround(reader, grid, index), second: cell })))
    }
    const { lines, evidence } = combine(views)
    return parseMrz(lines, now, evidence)
  }
}

function lookAround(reader: CellReader, grid: Grid, index: number): Float32Array {
  const mean = new Float32Array(NO_CHARACTER)
  for (const [along, down] of LOOKS) {
    const frame = frameAt(grid, index + along)
    const moved = { ...frame, x: frame.x + down * frame.downX, y: frame.y + down * frame.downY }
    const classes = reader.classify(moved)
    for (let c = 0; c < NO_CHARACTER; c++) mean[c] = (mean[c] ?? 0) + (classes[c] ?? 0) / LOOKS.length
  }
  return mean
}

function wrongDigits(reading: MrzReading): number {
  return reading.checkDigits.filter(({ valid }) => !valid).length
}
