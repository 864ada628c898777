import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { command, ROOT, runNode, step } from './steps.ts'

const SOURCES = [
  ...['app', 'components', 'lib', 'public', 'prisma/schema.prisma', 'package.json', 'package-lock.json'],
  ...['next.config.js', 'postcss.config.mjs', 'tsconfig.json'],
]
const STAMP = path.join(ROOT, '.next/countersign')

/** Builds the console and the APIs unless the last build was made from the same sources. */
export async function build(): Promise<void> {
  const wanted = hashSources()
  if (fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === wanted) return
  fs.rmSync(STAMP, { force: true })
  await step('Building the console', () =>
    runNode([command('next/dist/bin/next'), 'build'], {
      quiet: true,
      env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    }),
  )
  fs.writeFileSync(STAMP, wanted)
}

function hashSources(): string {
  const hash = createHash('sha256').update(process.versions.node)
  for (const file of SOURCES.flatMap(filesUnder)) hash.update(file).update(fs.readFileSync(path.join(ROOT, file)))
  return hash.digest('hex')
}

function filesUnder(source: string): string[] {
  const top = path.join(ROOT, source)
  if (!fs.existsSync(top)) return []
  if (fs.statSync(top).isFile()) return [source]
  return fs
    .readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .sort()
}

if (process.argv[1] === import.meta.filename) await build()
