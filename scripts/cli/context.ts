/** Where a command runs, and where it writes to. */
export type CliContext = {
  /** Address of the instance, without a path. */
  url: string | undefined
  /** The printed form of an API key. */
  key: string | undefined
  /** Folder that file names are relative to. */
  cwd: string
  out(line: string): void
  err(line: string): void
}

/** What a command comes to: 0 done, 1 refused for what is in a workflow, 2 could not be tried. */
export type ExitCode = 0 | 1 | 2

/** Ends a command that cannot be tried, with a sentence for whoever typed it. */
export class CannotTry extends Error {
  override readonly name = 'CannotTry'
}
