import type { MountedRoute } from '#lib/http/mount.ts'
import type { Runtime } from '#lib/ports.ts'
import { shortTurnRoute, turnRoute } from './execute.ts'

/** Every address of the turns API. */
export function turnRoutes(runtime: () => Runtime): MountedRoute[] {
  return [
    { pattern: '/workflows/v1/workflows/{workflowId}/execute', methods: turnRoute(runtime) },
    { pattern: '/v1/workflows/{workflowId}/execute', methods: shortTurnRoute(runtime) },
  ]
}
