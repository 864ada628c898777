import type { BlockOutcome } from '#lib/engine/block.ts'
import { defineBlock } from '../define.ts'
import type { ListVersion, ScreeningQuery, ScreeningResult } from '../services.ts'
import { configSchema, nameOf, type ScreeningConfig, textsOf } from './config.ts'
import { type OutputHit, outputSchema, type ScreeningOutput, toOutputHit, toOutputList } from './output.ts'

const DAY = 86_400_000
/** Asked for before hits are ruled out, so that those cannot crowd out one that counts. */
const MOST_SEARCHED = 200
const READABLE = /[\p{L}\p{N}]/u

/** Screens a name against the active sanctions lists; no list, or one that is too old, is never clear. */
export const sanctionsScreening = defineBlock({
  type: 'sanctions_screening',
  label: 'Sanctions screening',
  description: 'Searches the sanctions lists for a name and shows what speaks for and against each hit.',
  category: 'verification',
  icon: 'shield-alert',
  config: configSchema,
  output: outputSchema,
  effect: 'read',
  timeoutMs: 30_000,
  provides: ['screening'],
  handles: () => ['out', 'hit', 'inconclusive'],
  doubts: ({ on_hit }, wired) => [...(on_hit === 'fail' ? [] : [wired.has('hit') ? 'hit' : 'out']), 'inconclusive'],
  async execute({ config, services, wired, signal }) {
    signal.throwIfAborted()
    const name = nameOf(config.name)
    if (name === null) {
      return { type: 'failed', error: { code: 'name_missing', message: 'There is no name to screen' } }
    }
    const options = { threshold: config.threshold, limit: MOST_SEARCHED }
    const result = await services.screening.search(toQuery(name, config), options)
    signal.throwIfAborted()
    return outcome(toOutput(name, config, result, services.now()), config, wired)
  },
})

function toQuery(name: string, config: ScreeningConfig): ScreeningQuery {
  return {
    name,
    countries: textsOf(config.countries),
    identifiers: textsOf(config.identifiers),
    ...(config.type !== 'any' && { type: config.type }),
    ...(config.birth_date && { birthDate: config.birth_date }),
  }
}

function toOutput(name: string, config: ScreeningConfig, result: ScreeningResult, now: Date): ScreeningOutput {
  const found = result.hits.map((hit) => toOutputHit(hit, config.rule_out))
  const [counting, ruledOut] = [found.filter(counts), found.filter((hit) => !counts(hit))]
  const reason = doubt(name, config, result.lists, now)
  const hit = counting.length > 0
  return {
    status: hit ? 'hit' : reason === null ? 'clear' : 'inconclusive',
    reason: hit ? null : reason,
    name_screened: name,
    hits: [...counting, ...ruledOut].slice(0, config.max_hits),
    lists: result.lists.map(toOutputList),
    threshold: config.threshold,
    fictional_list: result.lists.some((list) => list.fictional),
    pep: result.lists.some((list) => list.list.startsWith('pep')) ? 'covered' : 'not_covered',
    adverse_media: 'not_covered',
    provider: result.provider,
  }
}

function counts(hit: OutputHit): boolean {
  return hit.ruled_out_by.length === 0
}

/** Why finding nothing would not mean that there is nothing. */
function doubt(name: string, config: ScreeningConfig, lists: ListVersion[], now: Date): ScreeningOutput['reason'] {
  if (lists.length === 0) return 'no_list'
  if (!READABLE.test(name)) return 'name_unreadable'
  const oldest = now.getTime() - config.max_list_age_days * DAY
  const tooOld = lists.some((list) => Date.parse(list.date) < oldest)
  return config.max_list_age_days > 0 && tooOld ? 'list_too_old' : null
}

const DOUBTS: Record<NonNullable<ScreeningOutput['reason']>, string> = {
  no_list: 'No sanctions list is loaded',
  list_too_old: 'A sanctions list is older than the block allows',
  name_unreadable: 'The name holds no letters that can be compared',
}

function outcome(
  output: ScreeningOutput,
  config: ScreeningConfig,
  wired: ReadonlySet<string>,
): BlockOutcome<ScreeningOutput> {
  switch (output.status) {
    case 'clear':
      return { type: 'completed', output, handle: 'out' }
    case 'hit':
      if (config.on_hit === 'fail') {
        return { type: 'failed', error: { code: 'screening_hit', message: 'The name is on a sanctions list' }, output }
      }
      return { type: 'completed', output, handle: wired.has('hit') ? 'hit' : 'out' }
    case 'inconclusive': {
      if (wired.has('inconclusive')) return { type: 'completed', output, handle: 'inconclusive' }
      const message = output.reason === null ? 'The screening is inconclusive' : DOUBTS[output.reason]
      return { type: 'failed', error: { code: 'screening_inconclusive', message }, output }
    }
    default:
      return output.status satisfies never
  }
}
