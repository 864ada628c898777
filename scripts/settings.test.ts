import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readSettings } from './settings.ts'

let dataDir: string

beforeEach(() => {
  dataDir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-test-')), 'data')
  for (const name of ['PORT', 'HOST', 'PUBLIC_URL', 'DATABASE_URL', 'COUNTERSIGN_MASTER_KEY'])
    vi.stubEnv(name, undefined)
  vi.stubEnv('COUNTERSIGN_DATA_DIR', dataDir)
})

afterEach(() => {
  vi.unstubAllEnvs()
  fs.rmSync(path.dirname(dataDir), { recursive: true })
})

describe('readSettings', () => {
  it('needs nothing to be set', () => {
    expect(readSettings()).toEqual({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      dataDir,
      role: 'all',
      databaseUrl: undefined,
    })
  })

  it('makes one master key, for this account alone, and keeps it', () => {
    readSettings()
    const key = process.env.COUNTERSIGN_MASTER_KEY
    expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(fs.statSync(path.join(dataDir, 'master.key')).mode & 0o777).toBe(0o600)
    vi.stubEnv('COUNTERSIGN_MASTER_KEY', undefined)
    readSettings()
    expect(process.env.COUNTERSIGN_MASTER_KEY).toBe(key)
  })

  it('keeps no master key when one is given', () => {
    vi.stubEnv('COUNTERSIGN_MASTER_KEY', 'A'.repeat(43))
    readSettings()
    expect(fs.existsSync(path.join(dataDir, 'master.key'))).toBe(false)
  })

  it.each(['0', '70000', 'http'])('refuses %s as a port', (port) => {
    vi.stubEnv('PORT', port)
    expect(readSettings).toThrow(`PORT must be a whole number from 1 to 65535, not "${port}".`)
  })
})
