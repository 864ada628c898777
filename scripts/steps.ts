import { spawn } from 'node:child_process'
import path from 'node:path'

/** The checkout's top folder. */
export const ROOT = path.join(import.meta.dirname, '..')

/** Runs `work`, printing its title before and the seconds it took after. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  process.stdout.write(`${title} … `)
  const start = performance.now()
  try {
    const result = await work()
    console.log(`${seconds(performance.now() - start)}`)
    return result
  } catch (error) {
    console.log('failed')
    throw error
  }
}

/** Milliseconds as people read them: `3.1 s`. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

/** The script file of a package's command, to be run with this Node (`command('next/dist/bin/next')`). */
export function command(file: string): string {
  return path.join(ROOT, 'node_modules', file)
}

/**
 * Runs a Node program in the checkout and answers its exit code; `quiet` keeps its output back and throws it when it
 * fails.
 */
export function runNode(
  argv: string[],
  options: { env?: Record<string, string>; quiet?: boolean } = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...options.env }
    const stdio = options.quiet ? ('pipe' as const) : ('inherit' as const)
    const child = spawn(process.execPath, argv, { cwd: ROOT, env, stdio: ['ignore', stdio, stdio] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    }
    child.on('error', reject)
    child.on('close', (code) => {
      if (options.quiet && code !== 0) reject(new Error(output))
      else resolve(code ?? 1)
    })
  })
}
