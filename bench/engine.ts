import fs from 'node:fs'
import { type Graph, graphSchema } from '#lib/engine/graph.ts'
import { openHouse } from './engine/house.ts'
import { type Load, load } from './engine/load.ts'
import { pgbench } from './engine/pgbench.ts'

// `npm run bench:engine [seconds]`: API v1 with its keys, against the same commits by pgbench on the same database.
const SECONDS = Number(process.argv[2] ?? 8)

/** `start` and so many blocks of one type in a row. */
function chain(length: number, type: string, config: Graph['blocks'][number]['config'] = {}): Graph {
  const ids = ['start', ...Array.from({ length }, (_, n) => `b${n + 1}`)]
  return graphSchema.parse({
    blocks: ids.map((id) => (id === 'start' ? { id, type: 'start', name: id } : { id, type, name: id, config })),
    edges: ids.slice(1).map((target, n) => ({ id: target, source: ids[n], target })),
  })
}

const graphs: Record<string, Graph> = {
  effects5: chain(5, 'keyed'),
  pure5: chain(5, 'set_variable', { assignments: { n: 1 } }),
  effects40: chain(40, 'keyed'),
  vendors5: chain(5, 'keyed', { ms: 80 }),
}
const house = await openHouse(graphs)
const url = `${house.url}/v1/workflows/execute`

async function measure(slug: string, callers: number, seconds = SECONDS): Promise<Load & { cpuMs: number }> {
  const body = { workflowId: `wf_${slug}`, options: { input: { subject_id: 'user_1' } } }
  // Warm: the compiler needs some thousand runs before it has found what is hot.
  await load(url, house.key, body, 32, Math.min(4, seconds))
  const before = cpuMsOf(house.server.pid ?? 0)
  const result = await load(url, house.key, body, callers, seconds)
  return { ...result, cpuMs: (cpuMsOf(house.server.pid ?? 0) - before) / result.runs }
}

/** Processor time of a process so far, from Linux's /proc; not a number elsewhere. */
function cpuMsOf(pid: number): number {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return Number.NaN
  }
}

const rows: Record<string, unknown>[] = []
function say(name: string, result: Load & { cpuMs: number }): void {
  const { p50, p95, perSecond, cpuMs, failed } = result
  rows.push({ name, ...result })
  const figures = `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, ${perSecond.toFixed(0)} runs/s, ${cpuMs.toFixed(2)} ms CPU a run`
  console.log(`${name.padEnd(40)} ${figures}${failed > 0 ? `, ${failed} failed` : ''}`)
}

const bare1 = pgbench(house.databaseUrl, house.ids, 1, SECONDS)
const one = await measure('effects5', 1)
say('5 blocks with effects, 1 caller', one)
const bare64 = pgbench(house.databaseUrl, house.ids, 64, SECONDS)
const many = await measure('effects5', 64)
say('5 blocks with effects, 64 callers', many)
const pure = await measure('pure5', 64)
say('5 pure blocks, 64 callers', pure)
const long = await measure('effects40', 1)
say('40 blocks with effects, 1 caller', long)
const vendors = await measure('vendors5', 64)
say('5 vendors of 80 ms, 64 callers', vendors)

console.log('')
if (bare1 && bare64) {
  console.log(
    `pgbench, six commits: 1 client ${bare1.p50.toFixed(1)} ms, 64 clients ${bare64.perSecond.toFixed(0)} runs/s`,
  )
  console.log(`p50 with 1 caller / pgbench          ${(one.p50 / bare1.p50).toFixed(2)}   (at most 2.0)`)
  console.log(`runs/s with 64 callers / pgbench     ${(many.perSecond / bare64.perSecond).toFixed(2)}   (at least 1.2)`)
  console.log(`pure runs/s / pgbench                ${(pure.perSecond / bare64.perSecond).toFixed(2)}   (at least 3)`)
} else console.log('pgbench is not installed: no ratios against the database alone')
console.log(`40 blocks in a row                   ${long.p50.toFixed(0)} ms (at most 100 ms)`)
console.log(`overhead on 5 vendors of 80 ms       ${((vendors.p50 / 400 - 1) * 100).toFixed(1)} % (at most 10 %)`)

fs.mkdirSync('bench/results', { recursive: true })
fs.writeFileSync('bench/results/engine.json', JSON.stringify({ bare1, bare64, rows }, null, 2))
await house.close()
