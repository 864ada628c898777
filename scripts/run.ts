import { createMount } from '#lib/http/mount.ts'
import { build } from './build.ts'
import { formatFirstRun, keepFirstRun } from './first-run.ts'
import { migrate } from './migrate.ts'
import { startPostgres } from './postgres.ts'
import { requireFreePort, serve } from './serve.ts'
import { readSettings, type Settings } from './settings.ts'
import { seconds, step } from './steps.ts'
import { onStop } from './stop.ts'

/** Brings up a whole instance: database, sample data, build, server; takes it down in the opposite order. */
export async function run(options: { dev: boolean }): Promise<void> {
  Object.assign(process.env, { NODE_ENV: options.dev ? 'development' : 'production' })
  const closers: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  onStop(async () => {
    console.log('Stopping …')
    await stop()
  })
  try {
    await start(options.dev, closers)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    await stop()
    process.exit(1)
  }
}

async function start(dev: boolean, closers: (() => Promise<void>)[]): Promise<void> {
  const began = performance.now()
  const settings = readSettings()
  const serves = settings.role !== 'worker'
  if (serves) await requireFreePort(settings.host, settings.port)
  if (serves && !dev) await build()
  const databaseUrl = settings.databaseUrl ?? (await embeddedDatabase(settings, closers))
  process.env.DATABASE_URL = databaseUrl
  await step('Preparing tables', () => migrate(databaseUrl))
  const firstRun = await step('Preparing sample data', async () => {
    const { seed } = await import('../prisma/seed.ts')
    return keepFirstRun(settings.dataDir, await seed({ log: () => {} }))
  })
  await step('Starting the server', async () => {
    const { getRuntime, startRuntime, stopRuntime } = await import('#lib/runtime.ts')
    const { v1Routes } = await import('#lib/apis/v1/routes.ts')
    const { processRoutes } = await import('#lib/apis/process/routes.ts')
    const { turnRoutes } = await import('#lib/apis/turns/routes.ts')
    await startRuntime()
    closers.push(stopRuntime)
    if (!serves) return
    const routes = [...v1Routes(getRuntime), ...processRoutes(getRuntime), ...turnRoutes(getRuntime)]
    const server = await serve({ dev, ...settings, mount: createMount(routes, settings.publicUrl) })
    closers.push(() => server.close())
  })
  console.log(`Ready after ${seconds(performance.now() - began)}\n\n${formatFirstRun(settings.publicUrl, firstRun)}\n`)
}

async function embeddedDatabase(settings: Settings, closers: (() => Promise<void>)[]): Promise<string> {
  const postgres = await step('Starting PostgreSQL', () => startPostgres({ dataDir: `${settings.dataDir}/postgres` }))
  closers.push(() => postgres.stop())
  return postgres.url
}
