import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { defineConfig, devices } from '@playwright/test'
import { findBrowser } from '../scripts/browser.ts'
import { freePort } from '../scripts/free-port.ts'

// This file is read once more by every worker: the first reading decides, the environment tells the others.
process.env.COUNTERSIGN_E2E_PORT ??= String(await freePort())
process.env.COUNTERSIGN_E2E_DATA ??= makeDataFolder()

const address = `http://127.0.0.1:${process.env.COUNTERSIGN_E2E_PORT}`
const browser = findBrowser()
const root = process.getuid?.() === 0

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  // A page that is opened for the first time on a busy machine takes its time.
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    baseURL: address,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser?.own ? undefined : browser?.path,
      args: [
        ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
        ...['--disable-component-update', '--disable-sync', ...(root ? ['--no-sandbox'] : [])],
      ],
    },
  },
  projects: [{ name: 'chromium', use: { ...devices['Desktop Chrome'] } }],
  webServer: {
    command: 'node scripts/bootstrap.mjs start',
    cwd: path.join(import.meta.dirname, '..'),
    url: `${address}/login`,
    // A port that was given may already have its server.
    reuseExistingServer: true,
    timeout: 180_000,
    env: {
      PORT: process.env.COUNTERSIGN_E2E_PORT,
      HOST: '127.0.0.1',
      DATABASE_URL: '',
      PUBLIC_URL: address,
      COUNTERSIGN_DATA_DIR: process.env.COUNTERSIGN_E2E_DATA,
      LOG_LEVEL: 'warn',
    },
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
})

function makeDataFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-'))
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}
