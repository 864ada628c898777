import type { BlockRunView } from '#lib/contracts/executions.ts'

/** Where a block run stands in the whole, in percent of its length. */
export type Bar = {
  run: BlockRunView
  left: number
  width: number /** Length of waiting in line before it. */
  queue: number
}

const SLIMMEST_PERCENT = 0.8

/**
 * Places block runs that have started on one line of time. Stretches in which nothing ran, as while a person
 * was deciding, are cut to a short gap so that the work stays visible. `now` in milliseconds ends what still runs.
 */
export function toBars(runs: readonly BlockRunView[], now: number): Bar[] {
  const spans = runs.flatMap((run) => {
    if (run.startedAt === null) return []
    const start = Date.parse(run.startedAt)
    const queued = run.queuedAt === null ? start : Math.min(start, Date.parse(run.queuedAt))
    return [{ run, queued, start, end: Math.max(start, endOf(run, now)) }]
  })
  const place = compress(spans)
  const length = Math.max(1, ...spans.map(({ end }) => place(end)))
  return spans.map(({ run, queued, start, end }) => {
    const width = Math.max(SLIMMEST_PERCENT, ((place(end) - place(start)) / length) * 100)
    const left = Math.min((place(start) / length) * 100, 100 - width)
    return { run, left, width, queue: Math.max(0, left - (place(queued) / length) * 100) }
  })
}

/** A pause counts as the work before it; its waiting is idle time. */
function endOf(run: BlockRunView, now: number): number {
  if (run.pauseId !== null && run.startedAt !== null) return Date.parse(run.startedAt) + (run.durationMs ?? 0)
  return run.endedAt === null ? now : Date.parse(run.endedAt)
}

/** A function from instants to time with the idle stretches cut to a twentieth of the working time. */
function compress(spans: readonly { start: number; end: number }[]): (at: number) => number {
  const busy = merge(spans)
  const gap = busy.reduce((sum, { start, end }) => sum + end - start, 0) / 20
  return (at) => {
    let passed = 0
    for (const [i, { start, end }] of busy.entries()) {
      if (at < start) break
      passed += Math.min(at, end) - start
      const next = busy[i + 1]
      if (next && at >= next.start) passed += Math.min(gap, next.start - end)
    }
    return passed
  }
}

function merge(spans: readonly { start: number; end: number }[]): { start: number; end: number }[] {
  const merged: { start: number; end: number }[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else merged.push({ start: span.start, end: span.end })
  }
  return merged
}
