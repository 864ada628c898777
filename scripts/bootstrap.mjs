// Entry of every npm script, also on an old Node: makes sure of Node, of the packages and of the database client, then
// runs scripts/<name>.ts in this process.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const NODE_VERSION = '24.21.0'
const OLDEST_NODE = [22, 18]

const here = path.dirname(fileURLToPath(import.meta.url))
const root = path.dirname(here)
const [name, ...args] = process.argv.slice(2)

process.chdir(root)
installPackages()
if (isOldNode()) {
  runWith(installNode())
} else {
  process.env.PATH = `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`
  generateClient()
  const script = path.join(here, `${name}.ts`)
  process.argv = [process.execPath, script, ...args]
  await import(pathToFileURL(script).href)
}

function isOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])
}

// `npm ci` leaves a list of what it installed; packages older than the lock file are installed anew.
function installPackages() {
  const stamp = path.join(root, 'node_modules/.countersign')
  const installed = path.join(root, 'node_modules/.package-lock.json')
  const lock = path.join(root, 'package-lock.json')
  const wanted = createHash('sha256').update(fs.readFileSync(lock)).digest('hex')
  if (fs.existsSync(installed)) {
    if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return
    if (fs.statSync(installed).mtimeMs >= fs.statSync(lock).mtimeMs) return fs.writeFileSync(stamp, wanted)
  }
  step('Installing packages', 'npm', ['ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund'])
  fs.writeFileSync(stamp, wanted)
}

function installNode() {
  const home = path.join(root, '.cache/node')
  const packageName = `node-${os.platform()}-${os.arch()}`
  const binary = path.join(home, 'node_modules', packageName, 'bin/node')
  if (!fs.existsSync(binary)) {
    fs.mkdirSync(home, { recursive: true })
    fs.writeFileSync(path.join(home, 'package.json'), '{ "private": true }\n')
    step(
      `Installing Node ${NODE_VERSION} (this one is ${process.versions.node}; ${OLDEST_NODE.join('.')} or newer is needed)`,
      'npm',
      ['install', '--prefix', home, '--ignore-scripts', '--loglevel=error', `${packageName}@${NODE_VERSION}`],
    )
  }
  return binary
}

// Signals and the exit code pass through, so that this process is as good as the one it starts.
function runWith(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), name, ...args], {
    stdio: 'inherit',
    env: { ...process.env, COUNTERSIGN_SUPERVISED: '1' },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const parent = process.ppid
  const watch = setInterval(() => {
    if (!process.env.npm_lifecycle_event || process.ppid === parent) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, 500)
  child.on('error', fail)
  child.on('exit', (code, signal) => process.exit(code ?? 128 + os.constants.signals[signal]))
}

function generateClient() {
  const stamp = path.join(root, 'lib/generated/.countersign')
  const schema = fs.readFileSync(path.join(root, 'prisma/schema.prisma'))
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'node_modules/prisma/package.json'), 'utf8'))
  const wanted = createHash('sha256').update(schema).update(version).digest('hex')
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return
  step('Generating the database client', process.execPath, ['node_modules/prisma/build/index.js', 'generate'])
  fs.writeFileSync(stamp, wanted)
}

function step(title, command, argv) {
  process.stdout.write(`${title} … `)
  const start = Date.now()
  const result = spawnSync(command, argv, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  })
  if (result.status === 0) return console.log(`${((Date.now() - start) / 1000).toFixed(1)} s`)
  console.log('failed')
  fail(result.error ?? new Error(`${result.stdout}\n${result.stderr}`))
}

function fail(error) {
  console.error(error.message)
  process.exit(1)
}
