import { shortTurnRoute } from '#lib/apis/turns/execute.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE } = shortTurnRoute(getRuntime)
