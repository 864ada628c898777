import { Check } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** A tick box; pair it with a `Label`. */
export function Checkbox({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        'grid size-5 shrink-0 place-items-center rounded-sm border border-line-strong bg-raised text-on-pen hover:border-ink-soft data-[state=checked]:border-pen data-[state=checked]:bg-pen aria-invalid:border-bad',
        className,
      )}
      {...props}
    >
      <Radix.Indicator>
        <Check aria-hidden="true" className="size-3.5" strokeWidth={3} />
      </Radix.Indicator>
    </Radix.Root>
  )
}
