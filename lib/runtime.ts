import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { AUDIT_CHAIN } from '#lib/audit/chain.ts'
import { createApiKeys } from '#lib/auth/api-key.ts'
import { createAuth } from '#lib/auth/session.ts'
import { createTokens } from '#lib/auth/token.ts'
import { blockRegistry } from '#lib/blocks/index.ts'
import { createCredentials } from '#lib/credentials/create.ts'
import type { Clock } from '#lib/engine/ports.ts'
import { type Env, env } from '#lib/env.ts'
import { createAdmission } from '#lib/executions/admission.ts'
import { afterCheckpoint, afterEnd } from '#lib/executions/after.ts'
import { type Ownership, startOwnership } from '#lib/executions/ownership.ts'
import { createStreams } from '#lib/executions/streams.ts'
import { faultFacts } from '#lib/faults.ts'
import { createFiles } from '#lib/files/create.ts'
import { createRateLimiter } from '#lib/http/rate-limit.ts'
import { createRequestLog } from '#lib/http/request-log.ts'
import { newId } from '#lib/ids.ts'
import { log } from '#lib/log.ts'
import type { Runtime } from '#lib/ports.ts'
import { createCompanyRegisters } from '#lib/providers/companies/embedded.ts'
import { createDocumentReader } from '#lib/providers/documents/embedded.ts'
import { createExpressions } from '#lib/providers/expressions/embedded.ts'
import { createHttpClient } from '#lib/providers/http/guarded.ts'
import { createMailer } from '#lib/providers/mail/mailer.ts'
import { createModels } from '#lib/providers/models/openai-compatible.ts'
import { createScreeningService } from '#lib/providers/screening/service.ts'
import { linkAuditRecords } from '#lib/store/audit.ts'
import { createCatalog } from '#lib/store/catalog.ts'
import { createCredentialDeps } from '#lib/store/credential-deps.ts'
import { createDatabase, createJournalPool } from '#lib/store/database.ts'
import { createEventStore } from '#lib/store/events.ts'
import { createExecutionStore } from '#lib/store/executions.ts'
import { createFileDeps } from '#lib/store/file-deps.ts'
import { keepHouse } from '#lib/store/housekeeping.ts'
import { createJournalWriter } from '#lib/store/journal.ts'
import { createKeyStore } from '#lib/store/keys.ts'
import { createMemberStore } from '#lib/store/members.ts'
import { createMailQueue } from '#lib/store/notices.ts'
import { createRateWindows } from '#lib/store/rate-limits.ts'
import { writeCalls } from '#lib/store/request-log.ts'
import { createReviewSweeps } from '#lib/store/review-sweeps.ts'
import { createSearchIndex } from '#lib/store/search-index.ts'
import { createCheckpointReader } from '#lib/store/stream.ts'
import { createTenants } from '#lib/store/tenant.ts'
import { createTurnStore } from '#lib/store/turns.ts'
import { createDeliveryStore, createListeners } from '#lib/store/webhooks.ts'
import { registerWorker } from '#lib/store/workers.ts'
import { createDeliverer } from '#lib/webhooks/deliver.ts'
import { announcementsOf } from '#lib/webhooks/events.ts'

export type RuntimeSettings = Pick<
  Env,
  'DATABASE_URL' | 'PUBLIC_URL' | 'COUNTERSIGN_MASTER_KEY' | 'COUNTERSIGN_DATA_DIR'
> &
  Partial<Pick<Env, 'COUNTERSIGN_ALLOW_HOSTS' | 'COUNTERSIGN_SMTP_URL' | 'COUNTERSIGN_MAIL_FROM'>>

/** Parts that take the place of the usual ones. */
export type RuntimeParts = Partial<Pick<Runtime, 'blocks' | 'report'>> & {
  /** Executions this process takes on at a time before it refuses more. */
  capacity?: number
  documents?: ReturnType<typeof createDocumentReader>
}

/** A runtime with what must be closed when the process ends. */
export type OpenRuntime = {
  runtime: Runtime
  /** Makes this process an owner of executions: known as alive, taking over from others, waking what is due. */
  own(options?: { caresForOthers: boolean }): Promise<void>
  close(): Promise<void>
}

const VERSION = '0.1.0'
const CAPACITY = 1_000
const LONGEST_TIMER_MS = 2_147_483_647
const LONGEST_DRAIN_MS = 8_000
/** What is not answered by then is sent again by another process. */
const LONGEST_SENDING_MS = 1_000

/** Puts the whole house together. */
export function createRuntime(settings: RuntimeSettings, parts: RuntimeParts = {}): OpenRuntime {
  const {
    DATABASE_URL: url,
    PUBLIC_URL: publicUrl,
    COUNTERSIGN_MASTER_KEY: masterKey,
    COUNTERSIGN_DATA_DIR: dataDir,
    COUNTERSIGN_ALLOW_HOSTS: allow = [],
    COUNTERSIGN_SMTP_URL: smtpUrl,
    COUNTERSIGN_MAIL_FROM: mailFrom = 'countersign@localhost',
  } = settings
  const db = createDatabase(url)
  const journalPool = createJournalPool(url)
  const now = () => new Date()
  const report = parts.report ?? reportToLog
  const screening = createScreeningService({ pool: db.pool })
  const documents = parts.documents ?? createDocumentReader()
  const http = createHttpClient({ allow })
  const expressions = createExpressions()
  const models = createModels(http)
  const companies = createCompanyRegisters({ pool: db.pool })
  const credentials = createCredentials(createCredentialDeps({ pool: db.pool, publicUrl, masterKey, now }))
  const listeners = createListeners(db.pool, announcementsOf)
  const apiKeys = createApiKeys({ keys: createKeyStore(db.prisma), now })
  const files = createFiles(createFileDeps({ pool: db.pool, dataDir, masterKey, now }))
  const search = createSearchIndex(db.pool, (error) => report(error, { during: 'search' }))
  const runtime: Runtime = {
    processId: newId.uuid(),
    publicUrl,
    masterKey,
    db,
    clock: systemClock,
    ids: { pause: newId.pause, random: Math.random },
    auth: createAuth({ prisma: db.prisma, publicUrl, masterKey, now, report }),
    apiKeys,
    tokens: createTokens({
      signer: credentials.signer,
      publicUrl,
      apiKeys,
      memberOf: createMemberStore(db.prisma).find,
      now,
    }),
    rateLimiter: createRateLimiter({ windows: createRateWindows(db.pool), now: Date.now }),
    requestLog: createRequestLog({
      write: (calls) => writeCalls(db.pool, calls),
      now: Date.now,
      report: (error) => report(error, { during: 'request log' }),
    }),
    blocks: parts.blocks ?? blockRegistry,
    catalog: createCatalog(db.pool, masterKey),
    tenant: createTenants(db),
    executions: createExecutionStore(db.pool),
    reviewSweeps: createReviewSweeps(db.pool),
    mailQueue: createMailQueue(db.pool),
    mailer: createMailer({ smtpUrl, from: mailFrom, dataDir }),
    events: createEventStore(db.pool),
    turns: createTurnStore(db.pool),
    journal: listeners.announcing(search.watching(createJournalWriter(journalPool))),
    search,
    streams: createStreams(createCheckpointReader(db.pool), (error) => report(error, { during: 'streams' })),
    credentials,
    files,
    driving: new Map(),
    admission: createAdmission(parts.capacity ?? CAPACITY),
    servicesFor: ({ organizationId, environment }, blockSettings) => ({
      files: files.serviceFor(organizationId, environment),
      documents,
      screening: screening.forOrganization(organizationId),
      credentials: credentials.serviceFor(organizationId, environment),
      http,
      expressions,
      models,
      companies: companies.forOrganization(organizationId),
      settings: blockSettings,
      now,
      sleep: systemClock.sleep,
    }),
    onCheckpoint: (info, projection) => {
      runtime.streams.wake(info.executionId)
      afterCheckpoint(runtime, info, projection)
    },
    onEnded: (info, parent) => afterEnd(runtime, info, parent),
    linkAudit: async () => {
      await linkAuditRecords(db.pool, AUDIT_CHAIN)
    },
    webhooks: {
      ...createDeliverer({
        deliveries: createDeliveryStore(db.pool),
        http,
        masterKey,
        now,
        random: Math.random,
        report: (error) => report(error, { during: 'webhooks' }),
      }),
      forget: listeners.forget,
    },
    keepHouse: () => keepHouse(db, now()),
    report,
  }
  let ownership: Ownership | undefined
  return {
    runtime,
    own: async (options = { caresForOthers: true }) => {
      const identity = { id: runtime.processId, host: hostname(), pid: process.pid, version: VERSION }
      ownership = startOwnership(runtime, await registerWorker(db.pool, url, identity), options)
    },
    close: async () => {
      runtime.streams.close()
      await drain(runtime)
      await ownership?.stop()
      await Promise.race([runtime.webhooks.idle(), sleep(LONGEST_SENDING_MS, undefined, { ref: false })])
      http.close()
      runtime.mailer.close()
      await Promise.all([documents.close(), expressions.close(), screening.close()])
      await runtime.requestLog.flush()
      await runtime.journal.idle()
      await search.flush()
      await journalPool.end()
      await db.close()
    },
  }
}

function reportToLog(error: unknown, context: Record<string, string>): void {
  log.error({ fault: faultFacts(error), ...context }, 'Unexpected fault')
}

const systemClock: Clock = {
  now: Date.now,
  after: (ms, call) => {
    const timer = setTimeout(call, Math.min(ms, LONGEST_TIMER_MS))
    timer.unref()
    return () => clearTimeout(timer)
  },
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const timer = setTimeout(done, Math.min(ms, LONGEST_TIMER_MS))
      timer.unref()
      signal?.addEventListener('abort', done, { once: true })
      function done() {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
    }),
}

/** Gives executions underway a chance to come to rest. */
async function drain(runtime: Runtime): Promise<void> {
  const underway = Promise.all(Array.from(runtime.driving.values(), ({ done }) => done))
  await Promise.race([underway, sleep(LONGEST_DRAIN_MS, undefined, { ref: false })])
}

/** Holds the process's one runtime, also for copies of this module in other bundles. */
const holder: { [key: symbol]: OpenRuntime | undefined } = globalThis
const HELD = Symbol.for('countersign.runtime')

/** The runtime of this process; made at the first call. */
export function getRuntime(): Runtime {
  holder[HELD] ??= createRuntime(env())
  return holder[HELD].runtime
}

/** Opens the runtime of this process and makes it an owner of executions. */
export async function startRuntime(): Promise<Runtime> {
  const runtime = getRuntime()
  await holder[HELD]?.own({ caresForOthers: env().COUNTERSIGN_ROLE !== 'web' })
  return runtime
}

/** Lets work underway come to rest, then closes everything. */
export async function stopRuntime(): Promise<void> {
  const held = holder[HELD]
  holder[HELD] = undefined
  await held?.close()
}
