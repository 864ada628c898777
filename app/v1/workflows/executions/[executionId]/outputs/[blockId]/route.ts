import { outputRoute } from '#lib/apis/v1/outputs.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = outputRoute(getRuntime)
