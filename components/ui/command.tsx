'use client'

import { Command as Cmdk } from 'cmdk'
import { Search } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** A list to choose from by typing. */
export function Command({ className, ...props }: ComponentProps<typeof Cmdk>) {
  return <Cmdk className={cn('flex flex-col', className)} {...props} />
}

/** Where one types. */
export function CommandInput({ className, ...props }: ComponentProps<typeof Cmdk.Input>) {
  return (
    <div className="flex items-center gap-2 border-b px-4">
      <Search aria-hidden="true" className="size-4 text-ink-soft" />
      <Cmdk.Input
        className={cn('h-12 w-full bg-transparent text-lg outline-none placeholder:text-ink-faint', className)}
        {...props}
      />
    </div>
  )
}

/** What fits what was typed. */
export function CommandList({ className, ...props }: ComponentProps<typeof Cmdk.List>) {
  return <Cmdk.List className={cn('max-h-80 overflow-y-auto p-1.5', className)} {...props} />
}

/** Shown when nothing fits. */
export function CommandEmpty(props: ComponentProps<typeof Cmdk.Empty>) {
  return <Cmdk.Empty className="py-8 text-center text-ink-soft" {...props} />
}

/** Choices under one heading. */
export function CommandGroup(props: ComponentProps<typeof Cmdk.Group>) {
  return (
    <Cmdk.Group
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-ink-soft [&_[cmdk-group-heading]]:text-xs"
      {...props}
    />
  )
}

/** One choice. */
export function CommandItem({ className, ...props }: ComponentProps<typeof Cmdk.Item>) {
  return (
    <Cmdk.Item
      className={cn(
        'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:text-ink-soft',
        className,
      )}
      {...props}
    />
  )
}
