import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FirstRun } from '../scripts/first-run.ts'
import { freePort } from '../scripts/free-port.ts'

const PATIENCE_MS = 120_000

/** A server of a test's own, on a data folder of its own, that may be killed and started again. */
export type OwnServer = {
  url: string
  /** Resolves when the server answers; rejects with its output when it ends before. */
  start(): Promise<void>
  /** Ends the server's process at once, as a power cut would. */
  kill(): Promise<void>
  /** What its first start printed. */
  firstRun(): FirstRun
  /** Stops the server in good order and removes its folder. */
  remove(): Promise<void>
}

/** Prepares a server; nothing runs before `start`. */
export async function createOwnServer(): Promise<OwnServer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-own-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  const end = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  return {
    url,
    start: async () => {
      child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'start'], {
        cwd: path.join(import.meta.dirname, '..'),
        env: {
          ...process.env,
          PORT: String(port),
          HOST: '127.0.0.1',
          DATABASE_URL: '',
          PUBLIC_URL: url,
          COUNTERSIGN_DATA_DIR: folder,
          LOG_LEVEL: 'warn',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      await untilAnswering(child, url)
    },
    kill: () => end('SIGKILL'),
    firstRun: () => JSON.parse(fs.readFileSync(path.join(folder, 'first-run.json'), 'utf8')),
    remove: async () => {
      await end('SIGTERM')
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilAnswering(child: ChildProcess, url: string): Promise<void> {
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(String(chunk)))
  const deadline = Date.now() + PATIENCE_MS
  while (Date.now() < deadline && child.exitCode === null) {
    const answered = await fetch(`${url}/login`).catch(() => undefined)
    if (answered?.ok) return
    await sleep(200)
  }
  throw new Error(`The server did not start:\n${output.join('')}`)
}
