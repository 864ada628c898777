'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { CircleAlert, Eye, EyeOff, Info } from 'lucide-react'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Logo } from '#components/ui/logo.tsx'
import { useHydrated } from '#components/ui/use-hydrated.ts'
import { signIn } from './sign-in.ts'

const schema = z.object({
  email: z
    .string({ error: text.login.emailMissing })
    .trim()
    .min(1, text.login.emailMissing)
    .pipe(z.email(text.login.emailWrong)),
  password: z.string({ error: text.login.passwordMissing }).min(1, text.login.passwordMissing),
})

/** Asks for email and password, then goes on to `next`; says so when an earlier session ended. */
export function LoginForm({ next, ended }: { next: string; ended: boolean }) {
  const [shown, setShown] = useState(false)
  const alive = useHydrated()
  const form = useForm({ resolver: zodResolver(schema) })
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState

  const submit = form.handleSubmit(async ({ email, password }) => {
    const problem = await signIn(email, password)
    if (problem === null) window.location.assign(next)
    else form.setError('root', { message: problem })
  })

  return (
    <main className="grid min-h-dvh content-center justify-items-center p-4 pb-[12dvh]">
      <div className="w-full max-w-sm">
        <p className="flex items-center gap-2 font-semibold text-xl tracking-tight">
          <Logo className="size-8" />
          {text.common.appName}
        </p>
        <p className="mt-2 mb-6 text-ink-soft">{text.login.lead}</p>
        <form
          method="post"
          noValidate
          onSubmit={submit}
          className="grid gap-4 rounded-lg border bg-surface p-5"
          aria-labelledby="title"
        >
          <h1 id="title" className="font-semibold text-lg">
            {text.login.title}
          </h1>
          {ended && !errors.root && (
            <p className="flex gap-2 rounded-md bg-busy-wash px-3 py-2 text-busy text-sm">
              <Info aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
              {text.login.ended}
            </p>
          )}
          {errors.root && (
            <p role="alert" className="flex gap-2 rounded-md bg-bad-wash px-3 py-2 text-bad text-sm">
              <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
              {errors.root.message}
            </p>
          )}
          <Field label={text.login.email} required error={errors.email?.message}>
            {(control) => (
              <Input {...control} {...form.register('email')} type="email" autoComplete="username" inputMode="email" />
            )}
          </Field>
          <Field label={text.login.password} required error={errors.password?.message}>
            {(control) => (
              <span className="relative block">
                <Input
                  {...control}
                  {...form.register('password')}
                  type={shown ? 'text' : 'password'}
                  autoComplete="current-password"
                  className="pr-10"
                />
                <Button
                  variant="quiet"
                  size="icon-sm"
                  className="absolute top-0.5 right-0.5"
                  aria-label={shown ? text.login.hidePassword : text.login.showPassword}
                  onClick={() => setShown(!shown)}
                >
                  {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
                </Button>
              </span>
            )}
          </Field>
          <Button
            type="submit"
            variant="primary"
            disabled={!alive}
            pending={isSubmitting || (isSubmitSuccessful && !errors.root)}
          >
            {isSubmitting ? text.login.submitting : text.login.submit}
          </Button>
        </form>
      </div>
    </main>
  )
}
