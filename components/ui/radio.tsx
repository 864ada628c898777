import { RadioGroup as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** A group of which one is chosen. */
export function RadioGroup({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root className={cn('grid gap-2', className)} {...props} />
}

/** One choice of a `RadioGroup`; pair it with a `Label`. */
export function Radio({ className, ...props }: ComponentProps<typeof Radix.Item>) {
  return (
    <Radix.Item
      className={cn(
        'grid size-5 shrink-0 place-items-center rounded-full border border-line-strong bg-raised hover:border-ink-soft data-[state=checked]:border-pen',
        className,
      )}
      {...props}
    >
      <Radix.Indicator className="size-2.5 rounded-full bg-pen" />
    </Radix.Item>
  )
}
