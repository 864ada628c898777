import { type ENVIRONMENTS, environmentSchema } from '#lib/contracts/wire.ts'

export type EnvironmentName = (typeof ENVIRONMENTS)[number]

/** Name of the cookie that remembers the environment a person looks at. */
export const ENVIRONMENT_COOKIE = 'countersign_environment'

/** The environment a cookie names; production where it names none. */
export function readEnvironment(value: string | undefined): EnvironmentName {
  return environmentSchema.safeParse(value).data ?? 'PRODUCTION'
}
