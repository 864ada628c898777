'use client'

import { createColumnHelper, type RowData, tableFeatures, useTable } from '@tanstack/react-table'
import { type ReactNode, useMemo } from 'react'
import { text } from '#components/messages/text.ts'
import { Loading, Skeleton } from './skeleton.tsx'
import { Table, TableCell, TableHead, TableRow } from './table.tsx'

const FEATURES = tableFeatures({})

export type Column<Row extends RowData> = {
  id: string
  header: string
  cell(row: Row): ReactNode
  /** Classes of the column's cells, as a width or the screen size from which it shows. */
  className?: string
}

/** Rows under named columns; `label` names the table for screen readers. Keep `columns` outside the component. */
export function DataTable<Row extends RowData>({
  label,
  columns,
  rows,
  rowId,
}: {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowId(row: Row): string
}) {
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof FEATURES, Row>()
    return helper.columns(
      columns.map(({ id, header, cell }) => helper.display({ id, header, cell: ({ row }) => cell(row.original) })),
    )
  }, [columns])
  const table = useTable({ features: FEATURES, columns: definitions, data: rows, getRowId: rowId })
  const classOf = (id: string) => columns.find((column) => column.id === id)?.className
  return (
    <Table aria-label={label}>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <TableHead key={header.id} className={classOf(header.column.id)}>
                <table.FlexRender header={header} />
              </TableHead>
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <TableRow key={row.id}>
            {row.getAllCells().map((cell) => (
              <TableCell key={cell.id} className={classOf(cell.column.id)}>
                <table.FlexRender cell={cell} />
              </TableCell>
            ))}
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}

/** A table of the same shape before its rows have come. */
export function DataTableSkeleton<Row extends RowData>({
  columns,
  rows = 8,
}: {
  columns: readonly Column<Row>[]
  rows?: number
}) {
  return (
    <Loading label={text.common.loading}>
      <Table aria-hidden="true">
        <thead>
          <tr>
            {columns.map(({ id, header, className }) => (
              <TableHead key={id} className={className}>
                {header}
              </TableHead>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows }, (_, row) => `row-${row}`).map((row) => (
            <TableRow key={row}>
              {columns.map(({ id, className }) => (
                <TableCell key={id} className={className}>
                  <Skeleton className="h-4 w-24 max-w-full" />
                </TableCell>
              ))}
            </TableRow>
          ))}
        </tbody>
      </Table>
    </Loading>
  )
}
