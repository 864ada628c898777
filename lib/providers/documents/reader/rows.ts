import type { TextRun } from './text-lines.ts'

/** Runs of text that stand on one line: a point and a direction, and from where to where the text was seen along it. */
export type Row = { x: number; y: number; dx: number; dy: number; from: number; to: number; thickness: number }

const ELONGATED = 4
const MOST_ROWS = 14
const ALIGNED = Math.cos((6 * Math.PI) / 180)

/** The longest rows of a page, longest first. */
export function rowsOf(runs: readonly TextRun[]): Row[] {
  const seeds = runs.filter((run) => run.length > ELONGATED * run.thickness).sort((a, b) => b.length - a.length)
  const taken = new Set<TextRun>()
  const rows = seeds.flatMap((seed) => {
    if (taken.has(seed)) return []
    const members = runs.filter((run) => !taken.has(run) && onOneLine(seed, run))
    for (const run of members) taken.add(run)
    return [rowOf(seed, members)]
  })
  return rows.sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, MOST_ROWS)
}

function onOneLine(seed: TextRun, run: TextRun): boolean {
  const across = (run.y - seed.y) * seed.dx - (run.x - seed.x) * seed.dy
  const along = (run.x - seed.x) * seed.dx + (run.y - seed.y) * seed.dy
  const gap = Math.abs(along) - (seed.length + run.length) / 2
  const alike = run.thickness < 1.8 * seed.thickness && run.thickness > 0.5 * seed.thickness
  const parallel = run.length < 2 * run.thickness || Math.abs(run.dx * seed.dx + run.dy * seed.dy) > ALIGNED
  return Math.abs(across) < seed.thickness && gap < seed.length && alike && parallel
}

function rowOf(seed: TextRun, members: readonly TextRun[]): Row {
  const ends = members.flatMap((run) => {
    const along = (run.x - seed.x) * seed.dx + (run.y - seed.y) * seed.dy
    return [along - run.length / 2, along + run.length / 2]
  })
  return {
    x: seed.x,
    y: seed.y,
    dx: seed.dx,
    dy: seed.dy,
    from: Math.min(...ends),
    to: Math.max(...ends),
    thickness: seed.thickness,
  }
}

/** The row as seen with the page turned by half. */
export function turned(row: Row): Row {
  return { ...row, dx: -row.dx, dy: -row.dy, from: -row.to, to: -row.from }
}
