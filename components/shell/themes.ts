import { text } from '#components/messages/text.ts'

/** The looks to choose from. */
export const THEMES = [
  { value: 'light', label: text.shell.themeLight },
  { value: 'dark', label: text.shell.themeDark },
  { value: 'system', label: text.shell.themeSystem },
] as const
