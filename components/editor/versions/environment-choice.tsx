import { useId } from 'react'
import { text } from '#components/messages/text.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import { useSession } from '#components/session/session.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Label } from '#components/ui/label.tsx'

/** In which environments something goes live; `hint` says what is live in each now. */
export function EnvironmentChoice({
  value,
  onChange,
  hint,
}: {
  value: readonly EnvironmentName[]
  onChange(environments: EnvironmentName[]): void
  hint?(environment: EnvironmentName): string
}) {
  const id = useId()
  const { environments } = useSession()
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">{text.versions.environments}</legend>
      {environments.map((environment) => (
        <div key={environment} className="flex items-center gap-2.5">
          <Checkbox
            id={`${id}-${environment}`}
            checked={value.includes(environment)}
            onCheckedChange={(checked) =>
              onChange(environments.filter((one) => (one === environment ? checked === true : value.includes(one))))
            }
          />
          <Label htmlFor={`${id}-${environment}`}>{text.shell.environmentNames[environment]}</Label>
          {hint && <span className="text-ink-soft text-sm">{hint(environment)}</span>}
        </div>
      ))}
    </fieldset>
  )
}
