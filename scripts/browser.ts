import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { chromium } from '@playwright/test'
import { command, runNode } from './steps.ts'

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export type Browser = { path: string; own: boolean }

/** The browser that end-to-end tests drive: Playwright's own when it is installed, else one of the system. */
export function findBrowser(): Browser | undefined {
  const own = chromium.executablePath()
  if (fs.existsSync(own)) return { path: own, own: true }
  const path = [process.env.CHROMIUM_PATH, ...SYSTEM_BROWSERS].find((file) => file && fs.existsSync(file))
  return path ? { path, own: false } : undefined
}

/** Makes sure that there is a browser, installing one when there is none; throws when that fails. */
export async function requireBrowser(): Promise<Browser> {
  const browser = findBrowser() ?? (await installOwn()) ?? installFromDebian()
  if (browser) return browser
  throw new Error('There is no browser for the end-to-end tests. Install Chromium or set CHROMIUM_PATH.')
}

async function installOwn(): Promise<Browser | undefined> {
  await runNode([command('@playwright/test/cli.js'), 'install', 'chromium'])
  return findBrowser()
}

function installFromDebian(): Browser | undefined {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return undefined
  for (const argv of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    spawnSync('apt-get', argv, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  }
  return findBrowser()
}
