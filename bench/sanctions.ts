import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parse } from 'csv-parse'
import { ofacSource } from '#lib/lists/ofac/source.ts'
import type { ListSource } from '#lib/lists/source.ts'
import { unSource } from '#lib/lists/un/source.ts'
import type { ListedEntry } from '#lib/screening/entry.ts'
import { NameIndex } from '#lib/screening/index.ts'
import { makeQueries, percentAt, quantile, scoreNames, scoreQueries, timeSearches } from './sanctions/measure.ts'

// How well and how fast names are found: `node bench/sanctions.ts --data <folder>` with the folder that holds
// ofac/, un/ and names/. Recall is the share of queries whose entry reaches the threshold.
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    seed: { type: 'string', default: '7' },
    queries: { type: 'string', default: '4400' },
  },
})
const THRESHOLDS = [0.8, 0.82, 0.84, 0.85, 0.86, 0.88, 0.9]

async function entriesOf(source: ListSource): Promise<ListedEntry[]> {
  const entries: ListedEntry[] = []
  for await (const entry of source.read()) entries.push(entry)
  return entries
}

async function namesIn(path: string): Promise<string[]> {
  const names: string[] = []
  for await (const row of createReadStream(path).pipe(parse({ columns: true }))) names.push(String(row.full_name))
  return names
}

function build(entries: ListedEntry[]): NameIndex {
  const started = performance.now()
  const index = NameIndex.build(entries)
  const ms = Math.round(performance.now() - started)
  console.log(`${entries.length} entries, ${index.nameCount} names, index built in ${ms} ms`)
  return index
}

function printTimes(ms: readonly number[]) {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(ms, share).toFixed(1))
  console.log(`a search at 0.85 takes ${p50} ms (p50), ${p95} ms (p95), ${p99} ms (p99)`)
}

function printRates(found: readonly number[], clean: readonly number[]) {
  console.log('threshold  recall %  clean names flagged %')
  for (const threshold of THRESHOLDS) {
    const [recall, flagged] = [percentAt(found, threshold).toFixed(2), percentAt(clean, threshold).toFixed(2)]
    console.log(`${threshold.toFixed(2).padStart(9)}  ${recall.padStart(8)}  ${flagged.padStart(21)}`)
  }
}

async function ofac(data: string, clean: string[]) {
  console.log('\nOFAC SDN, variations of listed names')
  const entries = await entriesOf(ofacSource(join(data, 'ofac'), 'sdn'))
  const index = build(entries)
  const queries = makeQueries(entries, Number(values.queries), Number(values.seed))
  printTimes(timeSearches(index, [...queries.map((query) => query.text), ...clean]))
  const found = scoreQueries(index, queries)
  printRates(found, scoreNames(index, clean))
  const byKind = Map.groupBy(queries.keys(), (i) => queries[i]?.kind ?? '')
  for (const [kind, numbers] of byKind) {
    const scores = numbers.map((i) => found[i] ?? 0)
    console.log(`  ${kind.padEnd(16)} ${percentAt(scores, 0.85).toFixed(1).padStart(5)} % of ${scores.length} at 0.85`)
  }
}

async function un(data: string, clean: string[]) {
  console.log('\nUN Security Council, names with slips')
  const index = build(await entriesOf(unSource(join(data, 'un/consolidated.xml'))))
  const listed = await namesIn(join(data, 'names/positives_un_treated.csv'))
  printTimes(timeSearches(index, [...listed, ...clean]))
  printRates(scoreNames(index, listed), scoreNames(index, clean))
}

if (values.data === undefined) {
  console.error('Usage: node bench/sanctions.ts --data <folder> [--seed 7] [--queries 4400]')
  process.exitCode = 2
} else {
  const clean = await namesIn(join(values.data, 'names/negatives_us_5000.csv'))
  await ofac(values.data, clean)
  await un(values.data, clean)
}
