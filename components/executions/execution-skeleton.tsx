import { GraphSkeleton } from '#components/graph/graph-view.tsx'
import { text } from '#components/messages/text.ts'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

/** The shape of an execution's page before its facts have come. */
export function ExecutionSkeleton() {
  return (
    <div className="grid gap-4">
      <Card className="flex flex-wrap gap-x-10 gap-y-3 p-4">
        {['a', 'b', 'c', 'd', 'e'].map((key) => (
          <span key={key} className="grid gap-1.5">
            <Skeleton className="h-3.5 w-16" />
            <Skeleton className="h-4.5 w-28" />
          </span>
        ))}
      </Card>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,27rem)]">
        <Card className="overflow-hidden">
          <CardHeader title={text.graph.diagram} />
          <GraphSkeleton />
        </Card>
        <Card className="grid gap-3 p-4">
          <Skeleton className="h-9 w-48" />
          <Skeleton className="h-40 w-full" />
        </Card>
      </div>
    </div>
  )
}
