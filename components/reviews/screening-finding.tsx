import { CircleCheck, CircleHelp, CircleMinus, CircleX, type LucideIcon, ShieldAlert } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import { cn } from '#components/ui/cn.ts'
import { KeyValues } from '#components/ui/key-values.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Time } from '#components/ui/time.tsx'
import type { ScreeningOutput } from '#lib/blocks/sanctions-screening/output.ts'
import type { ReviewDetail } from '#lib/contracts/reviews.ts'
import type { Hit } from './finding.ts'
import { HitVerdict } from './hit-verdict.tsx'

const words = text.reviews.screening
type FactorName = Exclude<keyof Hit['factors'], 'name'>
const FACTORS: readonly FactorName[] = ['birth_date', 'country', 'identifier', 'type']
const FACTOR_LOOKS: Record<Hit['factors'][FactorName], { tone: Tone; icon: LucideIcon }> = {
  match: { tone: 'bad', icon: CircleCheck },
  partial: { tone: 'wait', icon: CircleMinus },
  mismatch: { tone: 'good', icon: CircleX },
  unknown: { tone: 'idle', icon: CircleHelp },
}

/** Possible matches against sanctions lists, each with the parts of its score and the list it stands in. */
export function ScreeningFinding({ screening, review }: { screening: ScreeningOutput; review: ReviewDetail }) {
  const { hits, lists } = screening
  const counting = hits.filter((hit) => hit.ruled_out_by.length === 0).length
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Verdict screening={screening} counting={counting} />
        <span className="text-ink-soft">
          {words.screened}: <span className="text-ink">{screening.name_screened}</span>
        </span>
      </div>
      {hits.map((hit) => (
        <HitCard key={`${hit.list}:${hit.entry_id}`} hit={hit} review={review} />
      ))}
      {lists.length === 0 && <Notice tone="wait" title={words.noLists} />}
      {lists.length > 0 && (
        <div className="text-ink-soft text-sm">
          <h3 className="font-medium">{words.lists}</h3>
          <ul>
            {lists.map((list) => (
              <li key={`${list.list}:${list.version}`} className="flex flex-wrap items-center gap-x-2">
                <span className="text-ink">{list.list}</span>
                {words.listVersion(list.version, list.entries)}
                <Time at={list.date} />
                {list.fictional && <Badge tone="wait">{words.fictional}</Badge>}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

function Verdict({ screening, counting }: { screening: ScreeningOutput; counting: number }) {
  if (screening.status === 'inconclusive') {
    return (
      <Badge tone="wait" icon={CircleHelp}>
        {words.reasons[screening.reason ?? 'unknown']}
      </Badge>
    )
  }
  return (
    <Badge tone={counting > 0 ? 'bad' : 'good'} icon={counting > 0 ? ShieldAlert : CircleCheck}>
      {counting > 0 ? words.hits(counting) : words.clear}
    </Badge>
  )
}

function HitCard({ hit, review }: { hit: Hit; review: ReviewDetail }) {
  const percent = Math.floor(hit.score * 100)
  const ruledOut = hit.ruled_out_by.map((factor) => words.factorNames[factor]).join(', ')
  return (
    <article className={cn('overflow-hidden rounded-md border bg-raised', ruledOut ? 'border-line' : 'border-bad/40')}>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 p-3">
        <div className="min-w-0">
          <h3 className="wrap-anywhere font-semibold">{hit.primary_name}</h3>
          <p className="text-ink-soft text-sm">
            {hit.matched_name !== hit.primary_name && `${words.matched}: ${hit.matched_name} · `}
            {hit.list}
            {hit.weak_alias && ` · ${words.weakAlias}`}
          </p>
          {ruledOut && <p className="text-good text-sm">{words.ruledOut(ruledOut)}</p>}
        </div>
        <div className="w-28 shrink-0">
          <p className="tabular flex justify-between text-sm">
            <span className="text-ink-soft">{words.score}</span>
            <span className="font-semibold">{percent} %</span>
          </p>
          <div aria-hidden="true" className="mt-1 h-1.5 rounded-full bg-sunken">
            <div
              className={cn('h-full rounded-full', ruledOut ? 'bg-line-strong' : 'bg-bad')}
              style={{ width: `${percent}%` }}
            />
          </div>
        </div>
      </div>
      <ul aria-label={words.factors} className="flex flex-wrap gap-1.5 px-3 pb-3">
        {FACTORS.map((name) => {
          const { tone, icon } = FACTOR_LOOKS[hit.factors[name]]
          return (
            <li key={name}>
              <Badge tone={tone} icon={icon}>
                {words.factorNames[name]} {words.factorValues[hit.factors[name]]}
              </Badge>
            </li>
          )
        })}
      </ul>
      <KeyValues
        className="border-t p-3 text-sm"
        items={[
          { label: words.entry, value: <code className="font-mono">{hit.entry_id}</code> },
          ...listed(words.aliases, hit.aliases),
          ...listed(words.birthDates, hit.birth_dates),
          ...listed(words.countries, hit.countries),
          ...listed(words.programs, hit.programs),
          ...listed(words.remarks, hit.remarks ? [hit.remarks] : []),
        ]}
      />
      <HitVerdict review={review} hit={hit} />
    </article>
  )
}

function listed(label: string, values: readonly string[]) {
  return values.length === 0 ? [] : [{ label, value: values.join(', ') }]
}
