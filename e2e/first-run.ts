import fs from 'node:fs'
import path from 'node:path'
import type { FirstRun } from '../scripts/first-run.ts'

/** The sign-ins and the API key of the instance under test. */
export function readFirstRun(): FirstRun {
  const file = path.join(process.env.COUNTERSIGN_E2E_DATA ?? '.data', 'first-run.json')
  return JSON.parse(fs.readFileSync(file, 'utf8'))
}
