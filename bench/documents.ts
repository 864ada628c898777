/**
 * Reads every image of a folder and says what came of it, beside what is printed on it where that is known.
 * Usage: node bench/documents.ts [folder], by default the folder mrz of COUNTERSIGN_DATA.
 */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { MINIMUM_CONFIDENCE } from '#lib/blocks/document-verification/checks.ts'
import type { MrzReading } from '#lib/blocks/services.ts'
import { createDocumentReader } from '#lib/providers/documents/embedded.ts'

const data = process.env.COUNTERSIGN_DATA
const folder = process.argv[2] ?? (data ? path.join(data, 'mrz') : undefined)
if (!folder) throw new Error('Name a folder of images, or set COUNTERSIGN_DATA')

const printed = await readPrinted()
const reader = createDocumentReader()
const { signal } = new AbortController()
const files = (await readdir(folder)).filter((name) => /\.(jpe?g|png|webp)$/i.test(name)).sort()
const rows: { exact: boolean; whole: boolean; sure: boolean; durationMs: number; known: boolean }[] = []

await warmUp(files[0])
for (const name of files) {
  const { mrz, durationMs } = await readImage(name)
  const expected = printed.get(name)
  const row = {
    known: expected !== undefined,
    exact: mrz !== null && expected !== undefined && mrz.lines.join('\n') === expected.join('\n'),
    whole: mrz?.checkDigits.every(({ valid }) => valid) ?? false,
    sure: mrz !== null && isSure(mrz),
    durationMs,
  }
  rows.push(row)
  const words = [row.known ? (row.exact ? 'exact' : 'DIFFERS') : '', row.whole ? 'digits' : '', row.sure ? 'sure' : '']
  console.log(`${name.padEnd(24)} ${words.map((word) => word.padEnd(8)).join('')}${String(durationMs).padStart(6)} ms`)
  if (!row.exact) console.log(mrz ? mrz.lines.map((line) => `    ${line}`).join('\n') : '    nothing found')
}
await reader.close()

const count = (test: (row: (typeof rows)[number]) => boolean) => rows.filter(test).length
const times = rows.map((row) => row.durationMs).sort((a, b) => a - b)
console.log(`
${rows.length} files
read exactly as printed     ${count((row) => row.exact)} of ${count((row) => row.known)} known
every check digit right     ${count((row) => row.whole)}
sure enough to be relied on ${count((row) => row.sure)}, of them wrong ${count((row) => row.sure && row.known && !row.exact)}
median ${times[times.length >> 1]} ms, longest ${times[times.length - 1]} ms, most memory ${Math.round(process.resourceUsage().maxRSS / 1000)} MB`)

async function readImage(name: string) {
  const bytes = await readFile(path.join(folder ?? '', name))
  return reader.readImage({ id: name, name, mimeType: 'image/jpeg', bytes }, signal)
}

async function warmUp(name: string | undefined): Promise<void> {
  if (name) await readImage(name)
}

function isSure({ checkDigits, confidence }: MrzReading): boolean {
  const { optional: _, ...reported } = confidence
  return checkDigits.every(({ valid }) => valid) && Object.values(reported).every((sure) => sure >= MINIMUM_CONFIDENCE)
}

/** Lines as printed, by file: `name<TAB>line<TAB>line[<TAB>line]`, fillers at the end of a line left out. */
async function readPrinted(): Promise<Map<string, string[]>> {
  const text = await readFile(new URL('./documents-printed.tsv', import.meta.url), 'utf8')
  const entries = text.split('\n').filter((line) => line !== '')
  return new Map(
    entries.map((entry) => {
      const [name = '', ...lines] = entry.split('\t')
      const width = lines.length === 3 ? 30 : lines.some((line) => line.length > 36) ? 44 : 36
      return [name, lines.map((line) => line.padEnd(width, '<'))]
    }),
  )
}
