import { useEditor } from '../editor-context.tsx'

/** The versions of the workflow. */
export function VersionsPane() {
  const { workflow } = useEditor()
  return (
    <ol className="divide-y">
      {workflow.versions.map((version) => (
        <li key={version.id} className="px-4 py-2">{`v${version.number} ${version.note}`}</li>
      ))}
    </ol>
  )
}
