import { InferenceSession, Tensor } from 'onnxruntime-node'
import { CELL_CLASSES, type GreyImage, NO_CHARACTER, pixelAt } from './cells.ts'
import { frameAt, type Grid } from './grid.ts'
import { MANY_SIZES, readAlphabet } from './models.ts'

const HEIGHT = 48
/**
 * Each line is read twice: pixels that one cell's width gets, and the height of the strip in steps. The middle of a
 * cell must fall on the middle of an answer, else its character is shared between two.
 */
const VIEWS = [
  { cellWidth: 24, stripHeight: 1.4 },
  { cellWidth: 40, stripHeight: 1.4 },
] as const
type View = (typeof VIEWS)[number]

/** Cells of paper before and after the line. */
const MARGIN = 1
/** Pixels for each answer of the recognizer. */
const STRIDE = 8

/** Reads lines with the recognizer of PP-OCRv4, which knows nothing of cells and little of OCR-B. */
export class SecondReader {
  readonly #session: InferenceSession
  /** For each class of the recognizer the characters of ours it may stand for. */
  readonly #classes: readonly (readonly [number, number])[]

  private constructor(session: InferenceSession, alphabet: readonly string[]) {
    this.#session = session
    this.#classes = alphabet.flatMap((character, i) => {
      const ours = CELL_CLASSES.indexOf(SAME_SHAPE[character] ?? character)
      return ours < 0 || character.length !== 1 ? [] : [[i + 1, ours] as const]
    })
  }

  static async load(model: string): Promise<SecondReader> {
    return new SecondReader(await InferenceSession.create(model, MANY_SIZES), await readAlphabet())
  }

  /** For each cell the probability of each character within it; all near zero where none was seen. */
  async read(page: GreyImage, grid: Grid): Promise<Float32Array[]> {
    const cells = Array.from({ length: grid.count }, () => new Float32Array(NO_CHARACTER))
    for (const view of VIEWS) {
      const seen = await this.#look(page, grid, view)
      seen.forEach((shares, i) => {
        const cell = cells[i]
        for (let c = 0; cell && c < NO_CHARACTER; c++) cell[c] = (cell[c] ?? 0) + (shares[c] ?? 0) / VIEWS.length
      })
    }
    return cells
  }

  async #look(page: GreyImage, grid: Grid, view: View): Promise<Float32Array[]> {
    const width = Math.ceil(((grid.count + 2 * MARGIN) * view.cellWidth) / STRIDE) * STRIDE
    const input = new Tensor('float32', drawStrip(page, grid, width, view), [1, 3, HEIGHT, width])
    const results = await this.#session.run({ [this.#session.inputNames[0] ?? 'x']: input })
    const output = results[this.#session.outputNames[0] ?? '']
    if (!output || !(output.data instanceof Float32Array)) throw new Error('The recognizer returned nothing')
    const [, steps = 0, classes = 0] = output.dims
    const cells = Array.from({ length: grid.count }, () => new Float32Array(NO_CHARACTER))
    for (let step = 0; step < steps; step++) {
      const cell = cells[Math.floor(((step + 0.5) * STRIDE) / view.cellWidth - MARGIN)]
      for (const [theirs, ours] of cell ? this.#classes : []) {
        if (cell) cell[ours] = Math.min(1, (cell[ours] ?? 0) + (output.data[step * classes + theirs] ?? 0))
      }
    }
    return cells
  }
}

/** What the recognizer calls the shapes of ours that it was taught under other names. */
const SAME_SHAPE: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'cokpsuvwxz'].map((letter) => [letter, letter.toUpperCase()])),
  ...Object.fromEntries([...'〈《≤く＜'].map((bracket) => [bracket, '<'])),
}

function drawStrip(page: GreyImage, grid: Grid, width: number, view: View): Float32Array {
  const strip = new Float32Array(3 * HEIGHT * width)
  const height = (view.stripHeight * grid.pitch) / grid.cap
  for (let x = 0; x < width; x++) {
    const along = (x + 0.5) / view.cellWidth - MARGIN - 0.5
    const frame = frameAt(grid, along)
    for (let y = 0; y < HEIGHT; y++) {
      const down = ((y + 0.5) / HEIGHT - 0.5) * height
      const shade = pixelAt(page, frame.x + down * frame.downX, frame.y + down * frame.downY) / 127.5 - 1
      for (let channel = 0; channel < 3; channel++) strip[(channel * HEIGHT + y) * width + x] = shade
    }
  }
  return strip
}
