/** Sentences of the reference: paragraphs, with code in backticks. */
export function Prose({ children }: { children: string }) {
  return (
    <div className="grid max-w-2xl gap-2 text-ink-soft">
      {children.split('\n\n').map((paragraph) => (
        <p key={paragraph}>
          {paragraph.split('`').map((part, at) =>
            at % 2 === 0 ? (
              part
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change places
              <code key={at} className="wrap-anywhere rounded-sm bg-sunken px-1 font-mono text-ink text-sm">
                {part}
              </code>
            ),
          )}
        </p>
      ))}
    </div>
  )
}
