import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { requireBrowser } from './browser.ts'
import { build } from './build.ts'
import { add, type Counts, formatCounts, readPlaywrightCounts, readVitestCounts } from './counts.ts'
import { command, runNode, seconds } from './steps.ts'
import { checkWalls } from './walls.ts'

const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-reports-'))
const playwrightReport = path.join(reports, 'playwright.json')

// Biome colours its output also where nobody can see it.
const COLORS = `--colors=${process.stdout.isTTY ? 'force' : 'off'}`

type Outcome = { ok: boolean; counts?: Counts }
type Step = { name: string; title: string; run(): Promise<Outcome> }

const steps: Step[] = [
  { name: 'lint', title: 'Lint', run: () => check(command('@biomejs/biome/bin/biome'), 'ci', COLORS) },
  { name: 'walls', title: 'Import walls', run: async () => ({ ok: await reportWalls() }) },
  { name: 'typecheck', title: 'Types', run: () => check(command('typescript/bin/tsc'), '--noEmit') },
  { name: 'unit', title: 'Unit and API tests', run: runUnitTests },
  { name: 'faults', title: 'Faults', run: runFaults },
  { name: 'build', title: 'Build', run: () => build().then(() => ({ ok: true })) },
  { name: 'e2e', title: 'End-to-end tests', run: runEndToEndTests },
]

// Names given choose steps (`npm run lint` names two); nothing given means all of them.
const wanted = process.argv.slice(2).filter((argument) => steps.some((step) => step.name === argument))
const filters = process.argv.slice(2).filter((argument) => !wanted.includes(argument))
process.exitCode = await runSteps(wanted.length > 0 ? steps.filter((step) => wanted.includes(step.name)) : steps)
fs.rmSync(reports, { recursive: true })

async function runSteps(chosen: Step[]): Promise<number> {
  let total: Counts = { passed: 0, failed: 0, skipped: 0 }
  const lines: string[] = []
  let failed = false
  for (const step of chosen) {
    console.log(`\n── ${step.title}`)
    const start = performance.now()
    const outcome = await step.run().catch((error): Outcome => {
      console.error(error instanceof Error ? error.message : error)
      return { ok: false }
    })
    failed = !outcome.ok
    lines.push(`${outcome.ok ? '✓' : '✗'} ${step.title}  ${seconds(performance.now() - start)}`)
    // A step that fails without a failing test counts as one failure, so that the last line never flatters.
    const counts = outcome.counts ?? { passed: 0, failed: 0, skipped: 0 }
    total = add(total, failed && counts.failed === 0 ? { ...counts, failed: 1 } : counts)
    if (failed) break
  }
  console.log(`\n${lines.join('\n')}\n${formatCounts(total)}`)
  return failed ? 1 : 0
}

async function check(...argv: string[]): Promise<Outcome> {
  return { ok: (await runNode(argv)) === 0 }
}

async function reportWalls(): Promise<boolean> {
  const breaches = await checkWalls()
  for (const { rule, from, to, comment } of breaches) console.error(`${from} → ${to}\n  ${rule}: ${comment}`)
  return breaches.length === 0
}

function runUnitTests(): Promise<Outcome> {
  return runVitest(path.join(reports, 'unit.json'), filters)
}

/** Kills, zombies, broken databases: a short cut of the suite unless `FAULTS=thorough` asks for all of it. */
function runFaults(): Promise<Outcome> {
  return runVitest(path.join(reports, 'faults.json'), ['--config', 'faults/vitest.config.ts', ...filters])
}

async function runVitest(report: string, argv: string[]): Promise<Outcome> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await runNode([command('vitest/vitest.mjs'), 'run', ...reporters, ...argv])
  return { ok: code === 0, counts: readVitestCounts(report) }
}

async function runEndToEndTests(): Promise<Outcome> {
  await requireBrowser()
  const argv = ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json', ...filters]
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport }
  const code = await runNode([command('@playwright/test/cli.js'), ...argv], { env })
  return { ok: code === 0, counts: readPlaywrightCounts(playwrightReport) }
}
