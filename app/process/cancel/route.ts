import { cancelRoute } from '#lib/apis/process/cancel.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = cancelRoute(getRuntime)
