import { CircleCheck, CircleHelp, CircleMinus, CircleX, type LucideIcon, ShieldAlert } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import { KeyValues } from '#components/ui/key-values.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Time } from '#components/ui/time.tsx'
import type { Hit, Screening } from './finding.ts'

const words = text.reviews.screening
type FactorName = keyof Hit['factors']
const FACTORS: readonly FactorName[] = ['name', 'birthDate', 'country', 'identifier', 'type']
const FACTOR_LOOKS: Record<Hit['factors'][FactorName], { tone: Tone; icon: LucideIcon }> = {
  match: { tone: 'bad', icon: CircleCheck },
  partial: { tone: 'wait', icon: CircleMinus },
  mismatch: { tone: 'good', icon: CircleX },
  unknown: { tone: 'idle', icon: CircleHelp },
}

/** Possible matches against sanctions lists, each with the parts of its score and the list it stands in. */
export function ScreeningFinding({ screening }: { screening: Screening }) {
  const { hits, lists } = screening
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={hits.length > 0 ? 'bad' : 'good'} icon={hits.length > 0 ? ShieldAlert : CircleCheck}>
          {hits.length > 0 ? words.hits(hits.length) : words.clear}
        </Badge>
        {screening.name_screened && (
          <span className="text-ink-soft">
            {words.screened}: <span className="text-ink">{screening.name_screened}</span>
          </span>
        )}
      </div>
      {hits.map((hit) => (
        <HitCard key={`${hit.list}:${hit.entryId}`} hit={hit} />
      ))}
      {lists.length === 0 && <Notice tone="wait" title={words.noLists} />}
      {lists.length > 0 && (
        <div className="text-ink-soft text-sm">
          <h4 className="font-medium">{words.lists}</h4>
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

function HitCard({ hit }: { hit: Hit }) {
  const percent = Math.round(hit.score * 100)
  return (
    <article className="overflow-hidden rounded-md border border-bad/40 bg-raised">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 p-3">
        <div className="min-w-0">
          <h4 className="wrap-anywhere font-semibold">{hit.primaryName}</h4>
          <p className="text-ink-soft text-sm">
            {hit.matchedName !== hit.primaryName && `${words.matched}: ${hit.matchedName} · `}
            {hit.list}
            {hit.weakAlias && ` · ${words.weakAlias}`}
          </p>
        </div>
        <div className="w-28 shrink-0">
          <p className="tabular flex justify-between text-sm">
            <span className="text-ink-soft">{words.score}</span>
            <span className="font-semibold">{percent} %</span>
          </p>
          <div aria-hidden="true" className="mt-1 h-1.5 rounded-full bg-sunken">
            <div className="h-full rounded-full bg-bad" style={{ width: `${percent}%` }} />
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
          { label: words.entry, value: <code className="font-mono">{hit.entryId}</code> },
          ...listed(words.aliases, hit.aliases),
          ...listed(words.birthDates, hit.birthDates),
          ...listed(words.countries, hit.countries),
          ...listed(words.programs, hit.programs),
          ...listed(words.remarks, hit.remarks ? [hit.remarks] : []),
        ]}
      />
    </article>
  )
}

function listed(label: string, values: readonly string[]) {
  return values.length === 0 ? [] : [{ label, value: values.join(', ') }]
}
