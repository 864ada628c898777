'use client'

import { useTheme } from 'next-themes'
import { Toaster as Sonner } from 'sonner'

export { toast } from 'sonner'

/** Where short notices appear; they are announced, keep away from the form buttons and never carry the only copy of an error. */
export function Toaster() {
  const { resolvedTheme } = useTheme()
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-center"
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-start gap-2.5 rounded-md border bg-raised px-4 py-3 text-base text-ink shadow-float font-sans',
          description: 'text-ink-soft text-sm',
          icon: 'mt-0.5',
        },
      }}
    />
  )
}
