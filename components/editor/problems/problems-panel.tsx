import { useEditor } from '../editor-context.tsx'

/** Everything the engine says about the graph; choosing one leads to its field. */
export function ProblemsPanel() {
  const { problems, focusField } = useEditor()
  return (
    <ul className="divide-y">
      {problems.map((problem) => (
        <li key={`${problem.code} ${problem.blockId} ${problem.edgeId} ${problem.path}`} className="px-4 py-2">
          <button
            type="button"
            className="text-left hover:underline"
            onClick={() => problem.blockId && focusField({ blockId: problem.blockId, path: problem.path })}
          >
            {problem.message}
          </button>
        </li>
      ))}
    </ul>
  )
}
