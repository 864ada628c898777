import { signInRoutes } from '#lib/apis/console/sign-in.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = signInRoutes(getRuntime)
