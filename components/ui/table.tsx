import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** A table that scrolls sideways inside its own frame when the screen is narrow. */
export function Table({ className, ...props }: ComponentProps<'table'>) {
  return <table className={cn('w-full border-collapse text-left', className)} {...props} />
}

/** A heading cell. */
export function TableHead({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-9 whitespace-nowrap border-b px-3 font-medium text-ink-soft text-sm first:pl-4 last:pr-4',
        className,
      )}
      {...props}
    />
  )
}

/** A body row; the whole row answers to the link in its first cell (give that link the class `row-link`). */
export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return <tr className={cn('relative hover:bg-hover/60 [&:not(:last-child)>td]:border-b', className)} {...props} />
}

/** A body cell. */
export function TableCell({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('h-12 px-3 py-1.5 first:pl-4 last:pr-4', className)} {...props} />
}

/** Classes of a link that stretches over its row. */
export const ROW_LINK =
  'rounded-sm font-medium text-ink underline-offset-4 after:absolute after:inset-0 hover:underline focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-pen'
