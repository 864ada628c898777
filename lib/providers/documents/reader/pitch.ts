import { type GreyImage, pixelAt } from './cells.ts'
import type { Row } from './rows.ts'

export type Beat = { pitch: number; phase: number }

/** Text is thicker than the detector's run of it: the height of a capital in run thicknesses, at least and at most. */
const THINNEST_CAP = 1
const THICKEST_CAP = 3
const FINER = 1.004
const DISTINCT = 1.03

/** The steps at which ink comes and goes along a row, strongest first, with the place of one crest on the row's axis. */
export function beatsOf(page: GreyImage, row: Row, most: number): Beat[] {
  const profile = inkAlong(page, row)
  const beats: (Beat & { power: number })[] = []
  const shortest = Math.max(4, row.thickness * THINNEST_CAP * 0.8)
  const longest = row.thickness * THICKEST_CAP * 1.2
  for (let pitch = shortest; pitch < longest; pitch *= FINER) beats.push({ pitch, ...beatAt(profile, row.from, pitch) })
  const peaks = beats
    .filter(({ power }, i) => power >= (beats[i - 1]?.power ?? 0) && power >= (beats[i + 1]?.power ?? 0))
    .sort((a, b) => b.power - a.power)
  const distinct = peaks.filter((peak, i) =>
    peaks.slice(0, i).every(({ pitch }) => Math.max(pitch / peak.pitch, peak.pitch / pitch) > DISTINCT),
  )
  return distinct.slice(0, most).map(({ pitch, phase }) => ({ pitch, phase }))
}

const SAMPLES_PER_PIXEL = 2

/** Darkness along the row, two samples a pixel, without its slow changes. */
function inkAlong(page: GreyImage, row: Row): Float64Array {
  const length = Math.max(1, Math.round((row.to - row.from) * SAMPLES_PER_PIXEL))
  const ink = Float64Array.from({ length }, (_, i) => {
    const along = row.from + i / SAMPLES_PER_PIXEL
    let sum = 0
    for (let k = -2; k <= 2; k++) {
      const across = k * 0.25 * row.thickness
      sum += 255 - pixelAt(page, row.x + along * row.dx - across * row.dy, row.y + along * row.dy + across * row.dx)
    }
    return sum
  })
  const reach = Math.round(row.thickness * 2 * SAMPLES_PER_PIXEL)
  const sums = new Float64Array(length + 1)
  for (let i = 0; i < length; i++) sums[i + 1] = (sums[i] ?? 0) + (ink[i] ?? 0)
  return ink.map((value, i) => {
    const [low, high] = [Math.max(0, i - reach), Math.min(length, i + reach + 1)]
    return value - ((sums[high] ?? 0) - (sums[low] ?? 0)) / (high - low)
  })
}

function beatAt(profile: Float64Array, from: number, pitch: number): { power: number; phase: number } {
  const turn = (2 * Math.PI) / (pitch * SAMPLES_PER_PIXEL)
  let [real, imaginary] = [0, 0]
  for (let i = 0; i < profile.length; i++) {
    real += (profile[i] ?? 0) * Math.cos(turn * i)
    imaginary += (profile[i] ?? 0) * Math.sin(turn * i)
  }
  const crest = Math.atan2(imaginary, real) / (2 * Math.PI)
  return { power: Math.hypot(real, imaginary), phase: from + crest * pitch }
}
