#!/usr/bin/env node
// Stands in for the native `schema-engine` that Prisma's command line would download: the same engine as WebAssembly,
// behind the same protocol (JSON-RPC 2.0, one message a line, on standard input and output).
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import readline from 'node:readline'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { adapterFactory, administer, connection } from './schema-engine-adapter.mjs'

const ERROR_CODES = {
  '3D000': 'P1003',
  '28P01': 'P1000',
  ECONNREFUSED: 'P1001',
  ENOTFOUND: 'P1001',
  ETIMEDOUT: 'P1001',
}
const METHODS = { getDatabaseVersion: 'version' }
const COMPARISONS = ['evaluateDataLoss', 'createMigration']

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    version: { type: 'boolean', short: 'V' },
    datasource: { type: 'string' },
    datamodels: { type: 'string', multiple: true },
  },
})
const datasource = JSON.parse(values.datasource ?? '{}')
const engineFile = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')

if (values.version) console.log(`schema-engine-wasm ${packageVersion()}`)
else if (positionals.includes('cli')) await runCommand(positionals.at(-1))
else await serve()

function packageVersion() {
  return JSON.parse(fs.readFileSync(path.join(path.dirname(engineFile), 'package.json'), 'utf8')).version
}

async function runCommand(command) {
  const commands = {
    'can-connect-to-database': (url) => probe(url),
    'create-database': (url) => createDatabase(url),
    'drop-database': (url) => administer(url, `DROP DATABASE IF EXISTS ${quotedName(url)} WITH (FORCE)`),
  }
  try {
    await commands[command](datasource.url)
  } catch (error) {
    const fields = { message: messageOf(error), is_panic: false, error_code: ERROR_CODES[error.code] ?? 'P1000' }
    process.stderr.write(`${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}\n`)
    process.exitCode = 1
  }
}

async function serve() {
  const bindings = await loadBindings()
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { id, method, params } = line.trim() ? JSON.parse(line) : {}
    if (!method) continue
    try {
      const result = await answer(bindings, method, params)
      if (method === 'diff' && typeof result?.stdout === 'string') {
        send({ id: `print-${id}`, method: 'print', params: { content: result.stdout } })
      }
      send({ id, result: result ?? {} })
    } catch (error) {
      send({ id, error: failure(error) })
    }
  }
  process.exit()
}

// The engine compares schemas only while it holds the shadow database that its diagnosis makes, and loses it when it
// applies migrations: each request gets an engine of its own, which diagnoses first where it will compare.
async function answer(bindings, method, params) {
  if (method === 'createDatabase') return createDatabase(params.datasource?.url ?? datasource.url)
  const datamodels = values.datamodels?.map((file) => [file, fs.readFileSync(file, 'utf8')])
  const adapter = adapterFactory(datasource.url ?? 'postgresql://localhost', datasource.shadowDatabaseUrl)
  const engine = await bindings.SchemaEngine.new({ datamodels }, () => {}, adapter)
  const name = METHODS[method] ?? method
  if (typeof engine[name] !== 'function') throw new Error(`The schema engine cannot ${method}`)
  if (COMPARISONS.includes(name))
    await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters })
  return engine[name](params)
}

async function loadBindings() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`${message}\n`) }
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const code = fs.readFileSync(path.join(path.dirname(engineFile), 'schema_engine_bg.wasm'))
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
  return bindings
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
}

function failure(error) {
  const message = messageOf(error)
  const code = /^P\d{4}$/.test(error?.code) ? error.code : /^P\d{4}/.exec(message)?.[0]
  const data = { is_panic: false, message, error_code: code, meta: error?.meta ?? null }
  return { code: 4466, message: 'An error happened. Check the data field for details.', data }
}

function messageOf(error) {
  if (typeof error === 'string') return error
  return error.message || `Can't reach database server (${error.code})`
}

async function probe(url) {
  const client = new pg.Client(connection(url))
  await client.connect()
  await client.end()
}

async function createDatabase(url) {
  await administer(url, `CREATE DATABASE ${quotedName(url)}`)
  return { databaseName: connection(url).database }
}

function quotedName(url) {
  return pg.escapeIdentifier(connection(url).database)
}
