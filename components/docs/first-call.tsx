import { text } from '#components/messages/text.ts'
import { CodeBlock } from './code-block.tsx'
import { sampleOf } from './samples.ts'

/** From nothing to a first answer, by copying alone. */
export function FirstCall({ publicUrl }: { publicUrl: string }) {
  const steps = [
    { words: text.docs.startKey, code: "export COUNTERSIGN_API_KEY='apk_…'" },
    {
      words: text.docs.startList,
      code: sampleOf('curl', { method: 'GET', url: `${publicUrl}/v1/workflows?deployed=true`, body: null }),
    },
    {
      words: text.docs.startRun,
      code: sampleOf('curl', {
        method: 'POST',
        url: `${publicUrl}/v1/workflows/execute`,
        body: {
          workflowId: 'wf_kyc_standard',
          options: { input: { subject_id: 'user_jane_doe_001', document_type: 'passport' } },
        },
      }),
    },
  ]
  return (
    <section aria-labelledby="start" className="grid gap-4">
      <div className="grid gap-1">
        <h2 id="start" className="scroll-mt-20 font-semibold text-xl">
          {text.docs.start}
        </h2>
        <p className="text-ink-soft">{text.docs.startIntro}</p>
      </div>
      <ol className="grid max-w-3xl gap-4">
        {steps.map(({ words, code }, at) => (
          <li key={words} className="grid gap-2">
            <p>
              <span className="mr-2 font-semibold text-pen">{at + 1}</span>
              {words}
            </p>
            <CodeBlock code={code} label={words} />
          </li>
        ))}
      </ol>
    </section>
  )
}
