import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatFirstRun, keepFirstRun } from './first-run.ts'

const made = {
  signIns: [
    { role: 'owner', email: 'olga@example.com', password: 'p1' },
    { role: 'reviewer', email: 'rui@example.com', password: 'p2' },
  ],
  apiKey: 'apk_one_two',
  curl: 'curl http://127.0.0.1:3000',
}
const nothing = { signIns: [], apiKey: null, curl: null }

let dataDir: string
beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-test-'))
})
afterEach(() => fs.rmSync(dataDir, { recursive: true }))

describe('keepFirstRun', () => {
  it('answers at later starts what the first seed made', () => {
    expect(keepFirstRun(dataDir, made)).toEqual(made)
    expect(keepFirstRun(dataDir, nothing)).toEqual(made)
  })

  it('lets a new first seed replace what was kept', () => {
    keepFirstRun(dataDir, made)
    expect(keepFirstRun(dataDir, { ...made, apiKey: 'apk_three_four' })).toEqual({ ...made, apiKey: 'apk_three_four' })
  })

  it('keeps passwords from other accounts', () => {
    keepFirstRun(dataDir, made)
    expect(fs.statSync(path.join(dataDir, 'first-run.json')).mode & 0o777).toBe(0o600)
  })
})

describe('formatFirstRun', () => {
  it('names the address, one sign-in per role, the key and a first call', () => {
    expect(formatFirstRun('http://127.0.0.1:3000', made).split('\n')).toEqual([
      'Countersign is at http://127.0.0.1:3000',
      '',
      'Sign in as:',
      '  owner     olga@example.com  p1',
      '  reviewer  rui@example.com   p2',
      '',
      'API key: apk_one_two',
      '',
      'Try it:',
      '  curl http://127.0.0.1:3000',
    ])
  })

  it('leaves out what there is none of', () => {
    expect(formatFirstRun('http://127.0.0.1:3000', nothing)).toBe('Countersign is at http://127.0.0.1:3000')
  })
})
