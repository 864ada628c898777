import { startRoute } from '#lib/apis/process/exec.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = startRoute(getRuntime)
