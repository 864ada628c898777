'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { ChoiceSource } from '#lib/engine/form.ts'
import type { Suggestion } from '#lib/engine/suggest.ts'

export type Choice = { value: string; label: string }

/** What every field of a settings form needs to know of the world around it. */
export type SettingsContext = {
  /** What is wrong, by the path of the field. */
  errors: ReadonlyMap<string, string>
  suggestions: readonly Suggestion[]
  choices: Partial<Record<ChoiceSource, readonly Choice[]>>
  readOnly: boolean
  /** Path of the field to be opened wherever it is folded away. */
  revealed: string | undefined
}

const Context = createContext<SettingsContext>({
  errors: new Map(),
  suggestions: [],
  choices: {},
  readOnly: false,
  revealed: undefined,
})

/** Tells the fields below what is wrong, what can be referred to, and whether anything may be changed. */
export function SettingsProvider({ value, children }: { value: SettingsContext; children: ReactNode }) {
  return <Context value={value}>{children}</Context>
}

/** What the form around a field knows. */
export function useSettings(): SettingsContext {
  return useContext(Context)
}

/** How many things are wrong at a path or below it. */
export function errorsBelow(errors: ReadonlyMap<string, string>, path: string): number {
  return [...errors.keys()].filter((at) => at === path || at.startsWith(`${path}.`)).length
}
