'use client'

import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { withQuery } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import { useEnvironment, useMay } from '#components/session/session.tsx'
import { buttonLook } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { ToggleGroup } from '#components/ui/toggle-group.tsx'
import { ColumnChooser } from './column-chooser.tsx'
import { ExecutionFilters } from './execution-filters.tsx'
import { ExecutionRows } from './execution-rows.tsx'
import { Failures } from './failures.tsx'
import { toQuery, useFilters } from './filters.ts'
import { EXPORT_PATH, executionList } from './queries.ts'
import { ViewsMenu } from './views-menu.tsx'

const SHOWS = ['runs', 'failures'] as const

/** Every execution of the environment, newest first, or its failures by what they have in common. */
export function ExecutionListScreen() {
  const { filters, change } = useFilters()
  return (
    <>
      <PageHeader
        title={text.executions.title}
        actions={
          <>
            <ToggleGroup
              label={text.executions.show}
              value={filters.show}
              onChange={(show) => change({ show })}
              options={SHOWS.map((value) => ({ value, label: text.executions.shows[value] }))}
            />
            <ViewsMenu />
            {filters.show === 'runs' && <ColumnChooser />}
            {filters.show === 'runs' && <ExportLink />}
          </>
        }
      />
      <ExecutionFilters />
      <Card className="overflow-hidden">{filters.show === 'runs' ? <ExecutionRows /> : <Failures />}</Card>
    </>
  )
}

/** Leads to the CSV of all that the filters find, not only of this page. */
function ExportLink() {
  const { filters } = useFilters()
  const [environment] = useEnvironment()
  const { data, dataUpdatedAt } = useQuery(executionList(environment, filters))
  const may = useMay('executions:export')
  if (!may || !data || data.data.length === 0) return null
  return (
    <a
      href={withQuery(EXPORT_PATH, { ...toQuery(filters, dataUpdatedAt), environment })}
      download
      className={buttonLook({ variant: 'quiet' })}
    >
      <Download aria-hidden="true" />
      {text.executions.export}
    </a>
  )
}
