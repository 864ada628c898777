import { streamRoutes } from '#lib/apis/console/streams.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = streamRoutes(getRuntime)
