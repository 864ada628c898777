import { useState } from 'react'
import { ApiError, explain } from '#components/data/api.ts'
import { text } from '#components/messages/text.ts'
import type { EnvironmentName } from '#components/session/environment-cookie.ts'
import { Button } from '#components/ui/button.tsx'
import { DialogActions } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { toast } from '#components/ui/toast.tsx'
import { type DeployPreview, findingId } from '#lib/contracts/workflows.ts'
import { useEditor } from '../editor-context.tsx'
import { DeployChanges, useSuggestedNote } from './deploy-changes.tsx'
import { Blockers, Findings, Remarks } from './deploy-findings.tsx'
import { DeployImpact } from './deploy-impact.tsx'
import { EnvironmentChoice } from './environment-choice.tsx'
import { useDeploy } from './queries.ts'
import { environmentWords } from './version-dialogs.tsx'

type Shown = { preview: DeployPreview; onLookAgain(): void; onClose(): void }

/** Where, why, and with which findings acknowledged a draft is deployed. */
export function DeployForm({ preview, onLookAgain, onClose }: Shown) {
  const { workflow, environment } = useEditor()
  const [environments, setEnvironments] = useState<EnvironmentName[]>([environment])
  const [acknowledged, setAcknowledged] = useState<readonly string[]>([])
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const deploy = useDeploy(workflow.id)
  const chosen = preview.environments.filter((place) => environments.includes(place.environment))
  const suggested = useSuggestedNote(preview, chosen)
  const findings = preview.problems.filter(({ severity }) => severity === 'policy')
  const missing = {
    environments: environments.length === 0,
    findings: findings.some((finding) => !acknowledged.includes(findingId(finding))),
    note: note.trim() === '',
  }
  const blocked = preview.problems.some(({ severity }) => severity === 'error')

  function submit() {
    setTried(true)
    if (Object.values(missing).some(Boolean)) return
    deploy.mutate(
      { environments, note, acknowledged: [...acknowledged], revision: preview.revision },
      {
        onSuccess: ({ number }) => {
          toast.success(text.versions.deployed(number, environmentWords(environments)))
          onClose()
        },
        onError: onLookAgain,
      },
    )
  }

  return (
    <form
      className="mt-4 grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Blockers problems={preview.problems} onGo={onClose} />
      <div className="grid gap-1.5">
        <EnvironmentChoice value={environments} onChange={setEnvironments} hint={(name) => liveHint(preview, name)} />
        {tried && missing.environments && <Missing>{text.versions.chooseEnvironment}</Missing>}
      </div>
      <DeployChanges preview={preview} places={chosen} />
      <DeployImpact places={chosen} />
      <Findings findings={findings} acknowledged={acknowledged} onChange={setAcknowledged} />
      {tried && missing.findings && <Missing>{text.versions.findingsMissing}</Missing>}
      <Remarks problems={preview.problems} />
      <div className="grid gap-2">
        <Field
          label={text.versions.note}
          help={text.versions.noteHelp}
          required
          error={tried && missing.note ? text.versions.noteMissing : undefined}
        >
          {(control) => (
            <Textarea {...control} maxLength={2_000} value={note} onChange={({ target }) => setNote(target.value)} />
          )}
        </Field>
        {suggested !== '' && note.trim() === '' && (
          <Button size="sm" className="justify-self-start" onClick={() => setNote(suggested)}>
            {text.versions.writeNote}
          </Button>
        )}
      </div>
      {deploy.error && <Refused error={deploy.error} />}
      <DialogActions>
        <Button onClick={onClose}>{text.versions.cancel}</Button>
        <Button type="submit" variant="primary" pending={deploy.isPending} disabled={blocked}>
          {text.versions.deployDo(preview.nextNumber)}
        </Button>
      </DialogActions>
    </form>
  )
}

function liveHint({ environments }: DeployPreview, name: EnvironmentName): string {
  const live = environments.find(({ environment }) => environment === name)?.live
  return live ? text.versions.liveNow(live.number) : text.versions.notLiveNow
}

function Missing({ children }: { children: string }) {
  return (
    <p role="alert" className="text-bad text-sm">
      {children}
    </p>
  )
}

function Refused({ error }: { error: Error }) {
  const conflict = error instanceof ApiError && error.code === 'draft_conflict'
  return (
    <Notice announce tone={conflict ? 'wait' : 'bad'} title={conflict ? text.versions.conflict : text.versions.failed}>
      {conflict ? text.versions.conflictBody : explain(error).message}
    </Notice>
  )
}
