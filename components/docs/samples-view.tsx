'use client'

import { useState } from 'react'
import { text } from '#components/messages/text.ts'
import { ToggleGroup } from '#components/ui/toggle-group.tsx'
import { CodeBlock } from './code-block.tsx'
import { SAMPLE_LANGUAGES, type SampleCall, type SampleLanguage, sampleOf } from './samples.ts'

const OPTIONS: readonly { value: SampleLanguage; label: string }[] = SAMPLE_LANGUAGES.map((language) => ({
  value: language,
  label: language,
}))

/** One call in the language of the reader's choice, to be copied. */
export function SamplesView({ call, label }: { call: SampleCall; label: string }) {
  const [language, setLanguage] = useState<SampleLanguage>('curl')
  return (
    <div className="grid justify-items-start gap-2">
      <ToggleGroup<SampleLanguage>
        label={text.docs.language}
        value={language}
        options={OPTIONS}
        onChange={setLanguage}
      />
      <CodeBlock code={sampleOf(language, call)} label={label} className="w-full" />
    </div>
  )
}
