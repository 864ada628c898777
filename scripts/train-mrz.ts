/**
 * Teaches the classifier of machine readable characters from pictures of the typeface OCR-B.
 * Needs Debian's packages fonts-ocr-b (public domain), fonts-dejavu-core and fonts-liberation.
 * Usage: node scripts/train-mrz.ts [minutes]
 */
import { writeFile } from 'node:fs/promises'
import { CELL_PIXELS, NO_CHARACTER, sampleCell } from '#lib/providers/documents/reader/cells.ts'
import { encodeNetwork } from '#lib/providers/documents/reader/network.ts'
import { drawFace } from './train-mrz/glyphs.ts'
import { drawStrip, examplesOf } from './train-mrz/strips.ts'
import { Trainer } from './train-mrz/trainer.ts'

const WEIGHTS = new URL('../lib/providers/documents/reader/cells.bin', import.meta.url)
const HIDDEN = [160, 64]
const STRIPS_PER_BATCH = 6
const REPORT_EVERY = 200
const FIRST_RATE = 0.002

const minutes = Number(process.argv[2] ?? 10)
const faces = await Promise.all([
  ...[-1.5, -0.8, 0, 0, 1.5, 3].map((weight) => drawFace('OCR B', weight)),
  ...[-0.8, 0, 2].map((weight) => drawFace('OCR B S', weight)),
  drawFace('DejaVu Sans Mono', 0),
  drawFace('Liberation Mono', 0),
])
const trainer = new Trainer([CELL_PIXELS, ...HIDDEN, NO_CHARACTER + 1])
const cell = new Float32Array(CELL_PIXELS)
const start = Date.now()
let batches = 0
let seen = { loss: 0, right: 0, count: 0 }
let next = drawBatch()

for (let spent = 0; spent < 1; spent = (Date.now() - start) / (minutes * 60_000)) {
  const strips = await next
  next = drawBatch()
  let batch = 0
  for (const strip of strips) {
    for (const { frame, label } of examplesOf(strip)) {
      sampleCell(strip.image, frame, cell)
      const { loss, right } = trainer.learn(cell, label)
      seen = { loss: seen.loss + loss, right: seen.right + (right ? 1 : 0), count: seen.count + 1 }
      batch++
    }
  }
  trainer.step(FIRST_RATE * Math.max(0.02, 1 - spent), batch)
  if (++batches % REPORT_EVERY === 0) {
    console.log(
      `${batches} batches: loss ${(seen.loss / seen.count).toFixed(3)}, right ${(seen.right / seen.count).toFixed(4)}`,
    )
    seen = { loss: 0, right: 0, count: 0 }
  }
}
await next
await writeFile(WEIGHTS, encodeNetwork(trainer.layers))
console.log(`Wrote ${WEIGHTS.pathname}`)

function drawBatch() {
  return Promise.all(
    Array.from({ length: STRIPS_PER_BATCH }, () => {
      const face = faces[Math.floor(Math.random() * faces.length)]
      if (!face) throw new Error('no face')
      return drawStrip(face)
    }),
  )
}
