import { LAYOUTS } from '../layout.ts'
import type { GreyImage } from './cells.ts'
import { type CellReader, type Grid, refine, USUAL_CAP } from './grid.ts'
import { type Beat, beatsOf } from './pitch.ts'
import { type Row, turned } from './rows.ts'

/** A machine readable zone's lines on the page, from top to bottom, and how surely their cells hold characters. */
export type Zone = { grids: Grid[]; score: number }
type Fit = { grid: Grid; score: number }

const COUNTS = [...new Set(Object.values(LAYOUTS).map(({ width }) => width))]
const BEATS = 3
/** The detector sees a line this many steps shorter than its cells. */
const UNSEEN = 0.9
/** Heights of a capital in steps to start from: narrow prints have taller ones. */
const CAPS = [1, 1.2, 0.85].map((factor) => factor * USUAL_CAP)
/** Distance of two lines of a zone in steps. */
const NEAREST_LINE = 1.3
const FARTHEST_LINE = 3.2
/** Mean logarithms of probabilities: below, a row is not worth a closer look, or a line is not part of a zone. */
const WORTH_A_LOOK = -1.6
const PART_OF_ZONE = -1.2
const MOST_ANCHORS = 3

/** Zones that may be on the page, the surest first. */
export function findZones(page: GreyImage, rows: readonly Row[], reader: CellReader): Zone[] {
  const anchors = rows
    .flatMap((row) => bestFit(reader, hypotheses(page, row)))
    .filter(({ score }) => score > WORTH_A_LOOK)
    .sort((a, b) => b.score - a.score)
  const zones: Zone[] = []
  for (const anchor of anchors) {
    if (zones.length === MOST_ANCHORS) break
    if (zones.some(({ grids }) => grids.some((grid) => liesOn(grid, anchor.grid)))) continue
    const zone = grow(reader, align(reader, refine(reader, anchor.grid)))
    if (zone) zones.push(zone)
  }
  return zones.sort((a, b) => b.score - a.score)
}

function hypotheses(page: GreyImage, row: Row): Grid[] {
  return beatsOf(page, row, BEATS).flatMap((beat) => [...gridsOf(row, beat), ...gridsOf(turned(row), turnedBeat(beat))])
}

/** The phase on the axis that runs the other way. */
function turnedBeat({ pitch, phase }: Beat): Beat {
  return { pitch, phase: -phase }
}

function gridsOf(row: Row, { pitch, phase }: Beat): Grid[] {
  const cells = (row.to - row.from) / pitch + UNSEEN
  return COUNTS.filter((count) => Math.abs(cells - count) < 1.2).flatMap((count) => {
    const first = row.from + pitch * 0.45
    const nearest = phase + Math.round((first - phase) / pitch) * pitch
    return CAPS.map((cap) => ({
      originX: row.x,
      originY: row.y,
      dx: row.dx,
      dy: row.dy,
      count,
      start: nearest + ((count - 1) / 2) * pitch,
      pitch,
      stretch: 0,
      offset: 0,
      slope: 0,
      bow: 0,
      cap: pitch * cap,
    }))
  })
}

function bestFit(reader: CellReader, grids: readonly Grid[]): Fit[] {
  const fits = grids.map((grid) => ({ grid, score: reader.score(grid, 3) })).sort((a, b) => b.score - a.score)
  return fits.slice(0, 1)
}

/** The fit moved by whole cells to where the line begins and ends: characters within, none beyond. */
function align(reader: CellReader, { grid }: Fit): Fit {
  const shifts = [-2, -1, 0, 1, 2].map((cells) => {
    const moved = { ...grid, start: grid.start + cells * grid.pitch }
    return { grid: moved, evidence: reader.evidence(moved) }
  })
  const best = shifts.reduce((a, b) => (b.evidence > a.evidence ? b : a)).grid
  return { grid: best, score: reader.score(best) }
}

/** Whether two grids share a line of the page. */
function liesOn(grid: Grid, other: Grid): boolean {
  const x = other.originX - grid.originX
  const y = other.originY - grid.originY
  return Math.abs(y * grid.dx - x * grid.dy + other.offset - grid.offset) < grid.cap
}

/** The lines above and below that belong to the anchor's zone, or `null` where they are not to be seen. */
function grow(reader: CellReader, anchor: Fit): Zone | null {
  const lines = anchor.grid.count === LAYOUTS.TD1.width ? LAYOUTS.TD1.lines : 2
  const fits = [anchor]
  while (fits.length < lines) {
    const above = neighbour(reader, fits[0] ?? anchor, -1)
    const below = neighbour(reader, fits[fits.length - 1] ?? anchor, 1)
    if (!above && !below) return null
    if (above && (!below || above.score > below.score)) fits.unshift(above)
    else if (below) fits.push(below)
  }
  return { grids: fits.map(({ grid }) => grid), score: fits.reduce((sum, { score }) => sum + score, 0) / lines }
}

function neighbour(reader: CellReader, { grid }: Fit, side: 1 | -1): Fit | null {
  let best: Fit | null = null
  for (let distance = NEAREST_LINE; distance < FARTHEST_LINE; distance += 0.12) {
    for (const shift of [0, -0.25, 0.25]) {
      const start = grid.start + shift * grid.pitch
      const moved = { ...grid, start, offset: grid.offset + side * distance * grid.pitch }
      const score = reader.score(moved, 3)
      if (!best || score > best.score) best = { grid: moved, score }
    }
  }
  if (!best || best.score < WORTH_A_LOOK) return null
  const refined = align(reader, refine(reader, best.grid))
  return refined.score < PART_OF_ZONE ? null : refined
}
