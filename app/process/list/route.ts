import { listRoute } from '#lib/apis/process/list.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = listRoute(getRuntime)
