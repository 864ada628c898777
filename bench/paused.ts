import fs from 'node:fs'
import { graphSchema } from '#lib/engine/graph.ts'
import { openHouse } from './engine/house.ts'

// `npm run bench:paused [count]`: what executions cost while they wait for somebody, and what resuming one costs then.
const COUNT = Number(process.argv[2] ?? 10_000)
const RESUMED = 200

const house = await openHouse({
  waiting: graphSchema.parse({
    blocks: [
      { id: 'start', type: 'start', name: 'Start' },
      { id: 'review', type: 'manual_review', name: 'Review' },
      { id: 'after', type: 'keyed', name: 'After' },
    ],
    edges: [
      { id: 'a', source: 'start', target: 'review' },
      { id: 'b', source: 'review', target: 'after' },
    ],
  }),
})
const headers = { 'content-type': 'application/json', 'x-api-key': house.key }

async function pause(): Promise<string> {
  const body = JSON.stringify({ workflowId: 'wf_waiting' })
  const response = await fetch(`${house.url}/v1/workflows/execute`, { method: 'POST', headers, body })
  return (await response.json()).executionId
}

/** Median milliseconds of resuming so many, one after the other. */
async function resume(ids: readonly string[]): Promise<number> {
  const times: number[] = []
  for (const id of ids) {
    const at = performance.now()
    const body = JSON.stringify({ blockId: 'review', decision: 'approved' })
    const response = await fetch(`${house.url}/v1/workflows/executions/${id}/resume`, { method: 'POST', headers, body })
    if (response.status !== 200) throw new Error(`A resume was answered with ${response.status}`)
    await response.arrayBuffer()
    times.push(performance.now() - at)
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}

/** Megabytes the server process holds once it has put its waste out, from Linux's /proc. */
async function residentAfterCleaning(): Promise<number> {
  house.server.send('clean')
  await new Promise((resolve) => house.server.once('message', resolve))
  const pages = Number(fs.readFileSync(`/proc/${house.server.pid}/statm`, 'utf8').split(' ')[1])
  return (pages * 4096) / 1024 / 1024
}

// Warm: as many executions as will wait later have come and gone, so that only the waiting makes the difference.
const early: string[] = []
const warmUp = async () => {
  while (early.length < Math.max(COUNT / 2, 2 * RESUMED)) early.push(await pause())
}
await Promise.all(Array.from({ length: 32 }, warmUp))
await Promise.all(Array.from({ length: 32 }, (_, at) => resume(early.slice(RESUMED).filter((_id, n) => n % 32 === at))))
const before = { resume: await resume(early.slice(0, RESUMED)), resident: await residentAfterCleaning() }

const began = performance.now()
const ids: string[] = []
const caller = async () => {
  while (ids.length < COUNT) ids.push(await pause())
}
await Promise.all(Array.from({ length: 32 }, caller))
console.log(`${ids.length} executions paused in ${((performance.now() - began) / 1000).toFixed(0)} s`)
const after = { resume: await resume(ids.slice(0, RESUMED)), resident: await residentAfterCleaning() }

console.log(
  `resident before ${before.resident.toFixed(0)} MB, after ${after.resident.toFixed(0)} MB: ${(after.resident - before.resident).toFixed(0)} MB more (at most 50 MB)`,
)
console.log(
  `resume, median: ${before.resume.toFixed(1)} ms with none waiting, ${after.resume.toFixed(1)} ms with ${COUNT}: ${(after.resume / before.resume).toFixed(2)} times`,
)
await house.close()
