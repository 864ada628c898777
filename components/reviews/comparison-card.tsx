import { CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { cn } from '#components/ui/cn.ts'
import { Table, TableCell, TableHead } from '#components/ui/table.tsx'
import { humanize } from '#lib/engine/fields.ts'
import type { Compared } from './comparison.ts'

const words = text.reviews.comparison
const LOOKS = {
  agrees: { tone: 'good', icon: CircleCheck, word: words.agrees },
  differs: { tone: 'bad', icon: TriangleAlert, word: words.differs },
  open: { tone: 'idle', icon: CircleHelp, word: words.onlyOne },
} as const

/** What the applicant said beside what the document says, mismatches marked. */
export function ComparisonCard({ rows }: { rows: readonly Compared[] }) {
  const mismatches = rows.filter(({ verdict }) => verdict === 'differs').length
  return (
    <Card aria-labelledby="comparison-title">
      <CardHeader id="comparison-title" title={words.title}>
        <Badge tone={mismatches > 0 ? 'bad' : 'good'} icon={mismatches > 0 ? TriangleAlert : CircleCheck}>
          {words.mismatches(mismatches)}
        </Badge>
      </CardHeader>
      <div className="overflow-x-auto">
        <Table aria-labelledby="comparison-title">
          <thead>
            <tr>
              <TableHead>{words.field}</TableHead>
              <TableHead>{words.said}</TableHead>
              <TableHead>{words.found}</TableHead>
              <TableHead className="max-sm:hidden">
                <span className="sr-only">{words.agrees}</span>
              </TableHead>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ field, said, found, verdict }) => {
              const { tone, icon, word } = LOOKS[verdict]
              const mark = verdict === 'differs' && 'font-semibold text-bad'
              return (
                <tr key={field} className="[&:not(:last-child)>td]:border-b">
                  <TableCell className="h-10 text-ink-soft text-sm">{humanize(field)}</TableCell>
                  <TableCell className={cn('wrap-anywhere h-10', mark)}>{said}</TableCell>
                  <TableCell className={cn('wrap-anywhere h-10', mark)}>
                    {found ?? <span className="text-ink-faint">–</span>}
                    <span className="mt-1 block sm:hidden">
                      <Badge tone={tone} icon={icon}>
                        {word}
                      </Badge>
                    </span>
                  </TableCell>
                  <TableCell className="h-10 text-right max-sm:hidden">
                    <Badge tone={tone} icon={icon}>
                      {word}
                    </Badge>
                  </TableCell>
                </tr>
              )
            })}
          </tbody>
        </Table>
      </div>
    </Card>
  )
}
