import { CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { text } from '#components/messages/text.ts'
import { cn } from './cn.ts'
import { Label } from './label.tsx'

/** What a control inside a `Field` must carry to be tied to its label, help and error. */
export type ControlProps = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-required': true | undefined
}

/** Label, help, control and error of one input, tied together for screen readers. */
export function Field({
  label,
  help,
  error,
  required,
  inline,
  className,
  children,
}: {
  label: ReactNode
  help?: ReactNode
  error?: string | undefined
  required?: boolean
  /** The control stands before its label, as a tick box does. */
  inline?: boolean
  className?: string
  children: (control: ControlProps) => ReactNode
}) {
  const id = useId()
  const describedBy = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  const control = children({
    id,
    'aria-describedby': describedBy || undefined,
    'aria-invalid': error ? true : undefined,
    'aria-required': required || undefined,
  })
  const name = (
    <Label htmlFor={id} className={cn(inline && 'leading-5')}>
      {label}
      {!required && !inline && <span className="ml-1.5 font-normal text-ink-faint">{text.common.optional}</span>}
    </Label>
  )
  return (
    <div className={cn('grid gap-1.5', className)}>
      {inline ? (
        <div className="flex gap-2.5">
          {control}
          {name}
        </div>
      ) : (
        name
      )}
      {help && (
        <p id={`${id}-help`} className={cn('text-ink-soft text-sm', inline && 'pl-7.5')}>
          {help}
        </p>
      )}
      {!inline && control}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-bad text-sm">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
    </div>
  )
}
