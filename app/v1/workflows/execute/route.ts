import { executeRoute } from '#lib/apis/v1/execute.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = executeRoute(getRuntime)
