import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** A grey shape of the size of what is on its way. */
export function Skeleton({ className, ...props }: ComponentProps<'span'>) {
  return <span aria-hidden="true" className={cn('block animate-pulse rounded-sm bg-hover', className)} {...props} />
}

/** Wraps skeletons and says to screen readers that content is loading. */
export function Loading({ label, className, children }: { label: string } & ComponentProps<'div'>) {
  return (
    <div role="status" aria-busy="true" className={className}>
      <span className="sr-only">{label}</span>
      {children}
    </div>
  )
}
