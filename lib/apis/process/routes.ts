import type { MountedRoute } from '#lib/http/mount.ts'
import type { Runtime } from '#lib/ports.ts'
import { cancelRoute } from './cancel.ts'
import { eventRoute } from './event.ts'
import { execRoute, startRoute } from './exec.ts'
import { instanceRoute } from './instance.ts'
import { listRoute } from './list.ts'
import { taskRoute } from './task.ts'

/** Every address of the process API. */
export function processRoutes(runtime: () => Runtime): MountedRoute[] {
  return [
    { pattern: '/process/exec', methods: execRoute(runtime) },
    { pattern: '/process/start', methods: startRoute(runtime) },
    { pattern: '/process/task', methods: taskRoute(runtime) },
    { pattern: '/process/event', methods: eventRoute(runtime) },
    { pattern: '/process/cancel', methods: cancelRoute(runtime) },
    { pattern: '/process/instance/{processInstanceId}', methods: instanceRoute(runtime) },
    { pattern: '/process/list', methods: listRoute(runtime) },
  ]
}
