'use client'

import { Columns3 } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx'
import { COLUMN_IDS } from './columns.ts'
import { columnName } from './execution-table.tsx'
import { useFilters } from './filters.ts'

/** Chooses the columns of the list; the address remembers them. */
export function ColumnChooser() {
  const { filters, change } = useFilters()
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="quiet" className="max-lg:hidden">
          <Columns3 aria-hidden="true" />
          {text.executions.columns}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {COLUMN_IDS.map((id) => (
          <DropdownMenuCheckboxItem
            key={id}
            checked={filters.columns.includes(id)}
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(on) =>
              change({ columns: COLUMN_IDS.filter((other) => (other === id ? on : filters.columns.includes(other))) })
            }
          >
            {columnName(id)}
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
