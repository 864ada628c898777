import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** Classes every text-like control shares. */
export const controlLook =
  'w-full rounded-md border border-line-strong bg-raised px-3 text-base text-ink transition-colors placeholder:text-ink-faint hover:border-ink-soft focus-visible:border-pen focus-visible:outline-2 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-faint aria-invalid:border-bad'

/** A one-line text control. */
export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return <input type={type} className={cn(controlLook, 'h-9', className)} {...props} />
}
