import { defineBlock } from '../define.ts'
import type { CompanyMatch, CompanyResult, ListVersion } from '../services.ts'
import { configSchema, type LookupConfig } from './config.ts'
import { type LookupOutput, outputSchema, toCandidate, toCompany, toRegister } from './output.ts'

const DAY = 86_400_000
const MOST_CANDIDATES = 10
/** Names below this score are no candidates to show. */
const LEAST_SHOWN = 0.5

const EXITS = { found: 'out', ambiguous: 'ambiguous', not_found: 'not_found', inconclusive: 'inconclusive' } as const

/** Looks a company up in the registers; what is unclear never counts as found. */
export const businessLookup = defineBlock({
  type: 'business_lookup',
  label: 'Business lookup',
  description: 'Finds a company in the registers by its number or name.',
  category: 'verification',
  icon: 'building-2',
  config: configSchema,
  output: outputSchema,
  effect: 'read',
  timeoutMs: 30_000,
  handles: () => Object.values(EXITS),
  doubts: () => [EXITS.ambiguous, EXITS.not_found, EXITS.inconclusive],
  async execute({ config, services, wired, signal }) {
    signal.throwIfAborted()
    const query = {
      name: textOf(config.name),
      number: textOf(config.number),
      jurisdiction: textOf(config.jurisdiction),
    }
    if (query.name === null && query.number === null) {
      const message = 'There is neither a name nor a number to look up'
      return { type: 'failed', error: { code: 'company_missing', message } }
    }
    const threshold = Math.min(LEAST_SHOWN, config.threshold)
    const result = await services.companies.search(query, { threshold, limit: MOST_CANDIDATES })
    signal.throwIfAborted()
    const output = toOutput(config, result, services.now())
    const handle = EXITS[output.status]
    if (output.status === 'found' || wired.has(handle)) return { type: 'completed', output, handle }
    return { type: 'failed', error: { code: `business_${output.status}`, message: MESSAGES[output.status] }, output }
  },
})

const MESSAGES: Record<Exclude<LookupOutput['status'], 'found'>, string> = {
  ambiguous: 'Several companies fit',
  not_found: 'No register has such a company',
  inconclusive: 'The registers do not settle which company this is, or whether it does business',
}

function textOf(value: string | null): string | null {
  return value?.trim() || null
}

function toOutput(config: LookupConfig, { matches, registers, provider }: CompanyResult, now: Date): LookupOutput {
  const { status, reason, match } = judge(config, matches, registers, now)
  return {
    status,
    reason,
    ...toCompany(match),
    candidates: matches.map(toCandidate),
    registers: registers.map(toRegister),
    threshold: config.threshold,
    fictional_register: registers.some(({ fictional }) => fictional),
    provider,
  }
}

type Judgement = Pick<LookupOutput, 'status' | 'reason'> & { match?: CompanyMatch }

function judge(
  config: LookupConfig,
  matches: readonly CompanyMatch[],
  registers: readonly ListVersion[],
  now: Date,
): Judgement {
  const doubtful = doubtOf(config, registers, now)
  if (doubtful !== null) return { status: 'inconclusive', reason: doubtful }
  const numbered = matches.filter(({ sameNumber }) => sameNumber)
  const fitting = numbered.length > 0 ? numbered : matches.filter(({ score }) => (score ?? 0) >= config.threshold)
  const best = fitting[0]
  if (!best) return { status: 'not_found', reason: null }
  const next = fitting.find((other) => other !== best && !isElsewhere(other, best))
  if (next && (best.score ?? 0) - (next.score ?? 0) <= config.margin) return { status: 'ambiguous', reason: null }
  if (best.score !== null && best.score < config.threshold) {
    return { status: 'inconclusive', reason: 'name_differs', match: best }
  }
  if (config.require_active && best.company.status !== 'active') {
    const reason = best.company.status === 'unknown' ? 'status_unknown' : 'not_active'
    return { status: 'inconclusive', reason, match: best }
  }
  return { status: 'found', reason: null, match: best }
}

/** Whether a match may be the same company as another register has it. */
function isElsewhere(match: CompanyMatch, best: CompanyMatch): boolean {
  const [one, other] = [match.company.jurisdiction, best.company.jurisdiction]
  const compatible = one === null || other === null || one.slice(0, 2) === other.slice(0, 2)
  return match.register !== best.register && match.score === best.score && compatible
}

function doubtOf(
  { max_register_age_days: days }: LookupConfig,
  registers: readonly ListVersion[],
  now: Date,
): LookupOutput['reason'] {
  if (registers.length === 0) return 'no_register'
  const tooOld = days > 0 && registers.some(({ date }) => now.getTime() - Date.parse(date) > days * DAY)
  return tooOld ? 'register_too_old' : null
}
