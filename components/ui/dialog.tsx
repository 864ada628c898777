import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from './button.tsx'
import { cn } from './cn.ts'

export const Dialog = Radix.Root
export const DialogTrigger = Radix.Trigger
export const DialogClose = Radix.Close

const VEIL = 'fixed inset-0 z-40 bg-veil data-[state=open]:animate-in data-[state=open]:fade-in-0'

function CloseButton() {
  return (
    <Radix.Close asChild>
      <Button variant="quiet" size="icon-sm" className="absolute top-3 right-3" aria-label={text.common.close}>
        <X aria-hidden="true" />
      </Button>
    </Radix.Close>
  )
}

type ContentProps = Omit<ComponentProps<typeof Radix.Content>, 'title'> & { title: ReactNode; description?: ReactNode }

/** A window in the middle; the rest of the page waits. */
export function DialogContent({ title, description, className, children, ...props }: ContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={VEIL} />
      <Radix.Content
        className={cn(
          'fixed top-1/2 left-1/2 z-50 max-h-[85dvh] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border bg-raised p-5 shadow-float data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:zoom-in-98',
          className,
        )}
        {...(!description && { 'aria-describedby': undefined })}
        {...props}
      >
        <Radix.Title className="pr-8 font-semibold text-lg">{title}</Radix.Title>
        {description && <Radix.Description className="mt-1 text-ink-soft">{description}</Radix.Description>}
        {children}
        <CloseButton />
      </Radix.Content>
    </Radix.Portal>
  )
}

/** A panel that slides in from an edge: navigation and inspectors on small screens. */
export function SheetContent({
  title,
  description,
  side = 'left',
  className,
  children,
  ...props
}: ContentProps & { side?: 'left' | 'right' | 'bottom' }) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={VEIL} />
      <Radix.Content
        className={cn(
          'fixed z-50 flex flex-col overflow-y-auto border bg-surface p-4 shadow-float data-[state=open]:animate-in',
          side === 'left' && 'inset-y-0 left-0 w-72 max-w-[85vw] data-[state=open]:slide-in-from-left',
          side === 'right' && 'inset-y-0 right-0 w-[30rem] max-w-[92vw] data-[state=open]:slide-in-from-right',
          side === 'bottom' && 'inset-x-0 bottom-0 max-h-[85dvh] rounded-t-lg data-[state=open]:slide-in-from-bottom',
          className,
        )}
        {...(!description && { 'aria-describedby': undefined })}
        {...props}
      >
        <Radix.Title className="pr-8 font-semibold text-lg">{title}</Radix.Title>
        {description && <Radix.Description className="mt-1 text-ink-soft">{description}</Radix.Description>}
        {children}
        <CloseButton />
      </Radix.Content>
    </Radix.Portal>
  )
}

/** The row of buttons that ends a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex flex-wrap justify-end gap-2">{children}</div>
}
