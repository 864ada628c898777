import { tokenRoute } from '#lib/apis/v1/token.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = tokenRoute(getRuntime)
