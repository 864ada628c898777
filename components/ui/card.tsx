import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'

/** A bordered sheet of paper. */
export function Card({ className, ...props }: ComponentProps<'section'>) {
  return <section className={cn('rounded-lg border bg-surface', className)} {...props} />
}

/** Title line of a card, with room for actions at its end. */
export function CardHeader({
  title,
  id,
  level = 2,
  children,
  className,
}: {
  title: ReactNode
  id?: string
  level?: 2 | 3
  children?: ReactNode
  className?: string
}) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div className={cn('flex min-h-12 flex-wrap items-center justify-between gap-2 border-b px-4 py-2', className)}>
      <Heading id={id} className="font-semibold text-base text-ink">
        {title}
      </Heading>
      {children}
    </div>
  )
}
