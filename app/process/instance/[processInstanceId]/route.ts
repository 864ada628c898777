import { instanceRoute } from '#lib/apis/process/instance.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = instanceRoute(getRuntime)
