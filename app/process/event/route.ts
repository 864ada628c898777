import { eventRoute } from '#lib/apis/process/event.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = eventRoute(getRuntime)
