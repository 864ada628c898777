import { filesRoute } from '#lib/apis/v1/files.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = filesRoute(getRuntime)
