import type { MountedRoute } from '#lib/http/mount.ts'
import type { Runtime } from '#lib/ports.ts'
import { verifyCredentialRoute } from './credentials.ts'
import { eventsRoute } from './events.ts'
import { executeRoute } from './execute.ts'
import { cancelRoute, resumeRoute, statusRoute } from './executions.ts'
import { filesRoute } from './files.ts'
import { executionsRoute, workflowExecutionsRoute } from './lists.ts'
import { deployRoute, stateRoute, workflowRoute } from './manage.ts'
import { outputRoute } from './outputs.ts'
import { tokenRoute } from './token.ts'
import { workflowsRoute } from './workflows.ts'

/** Every address of API v1; fixed words stand before the patterns that would also match them. */
export function v1Routes(runtime: () => Runtime): MountedRoute[] {
  return [
    { pattern: '/v1/workflows', methods: workflowsRoute(runtime) },
    { pattern: '/v1/workflows/execute', methods: executeRoute(runtime) },
    { pattern: '/v1/workflows/executions', methods: executionsRoute(runtime) },
    { pattern: '/v1/workflows/status/{executionId}', methods: statusRoute(runtime) },
    { pattern: '/v1/workflows/executions/{executionId}/cancel', methods: cancelRoute(runtime) },
    { pattern: '/v1/workflows/executions/{executionId}/resume', methods: resumeRoute(runtime) },
    { pattern: '/v1/workflows/executions/{executionId}/events', methods: eventsRoute(runtime) },
    { pattern: '/v1/workflows/executions/{executionId}/outputs/{blockId}', methods: outputRoute(runtime) },
    { pattern: '/v1/workflows/{workflowId}', methods: workflowRoute(runtime) },
    { pattern: '/v1/workflows/{workflowId}/state', methods: stateRoute(runtime) },
    { pattern: '/v1/workflows/{workflowId}/deploy', methods: deployRoute(runtime) },
    { pattern: '/v1/workflows/{workflowId}/executions', methods: workflowExecutionsRoute(runtime) },
    { pattern: '/v1/auth/token', methods: tokenRoute(runtime) },
    { pattern: '/v1/files', methods: filesRoute(runtime) },
    { pattern: '/v1/credentials/verify', methods: verifyCredentialRoute(runtime) },
  ]
}
