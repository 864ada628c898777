import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { add, formatCounts, readPlaywrightCounts, readVitestCounts } from './counts.ts'

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-test-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

function report(content: unknown): string {
  const file = path.join(folder, 'report.json')
  fs.writeFileSync(file, JSON.stringify(content))
  return file
}

describe('readVitestCounts', () => {
  it('counts tests, and a file that could not be run as a failure', () => {
    const file = report({
      numPassedTests: 4,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [] },
      ],
    })
    expect(readVitestCounts(file)).toEqual({ passed: 4, failed: 2, skipped: 3 })
  })

  it('knows nothing when no report was written', () => {
    expect(readVitestCounts(path.join(folder, 'none.json'))).toBeUndefined()
  })
})

describe('readPlaywrightCounts', () => {
  it('takes a test that passed only when repeated for a failure', () => {
    const file = report({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } })
    expect(readPlaywrightCounts(file)).toEqual({ passed: 5, failed: 2, skipped: 2 })
  })
})

describe('formatCounts', () => {
  it('ends a run with what passed and failed', () => {
    expect(formatCounts({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed')
  })

  it('adds what was skipped', () => {
    const sum = add({ passed: 1, failed: 1, skipped: 0 }, { passed: 2, failed: 0, skipped: 3 })
    expect(formatCounts(sum)).toBe('3 passed, 1 failed, 3 skipped')
  })
})
