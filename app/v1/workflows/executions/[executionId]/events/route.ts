import { eventsRoute } from '#lib/apis/v1/events.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = eventsRoute(getRuntime)
