import { Rocket } from 'lucide-react'
import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { useMay } from '#components/session/session.tsx'
import { Button } from '#components/ui/button.tsx'
import { DeployDialog } from './deploy-dialog.tsx'

/** Opens the deploy dialog, for those who may deploy. */
export function DeployButton() {
  const mayDeploy = useMay('workflows:deploy')
  const [open, setOpen] = useState(false)
  if (!mayDeploy) return null
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Rocket aria-hidden="true" />
        {text.versions.deploy}
      </Button>
      {open && <DeployDialog onClose={() => setOpen(false)} />}
    </>
  )
}
