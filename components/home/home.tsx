'use client'

import { text } from '#components/messages/text.ts'
import { useSession } from '#components/session/session.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Deploys, Failing } from './failing.tsx'
import { FirstSteps } from './first-steps.tsx'
import { LastDay } from './last-day.tsx'
import { Waiting } from './waiting.tsx'

/** What waits for me, and what happened. */
export function HomeScreen() {
  const { user, organization } = useSession()
  return (
    <>
      <PageHeader title={text.home.greeting(user.name)} description={organization.name} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(18rem,24rem)]">
        <div className="grid min-w-0 gap-4">
          <Waiting />
          <FirstSteps />
          <Failing />
        </div>
        <div className="grid min-w-0 gap-4">
          <LastDay />
          <Deploys />
        </div>
      </div>
    </>
  )
}
