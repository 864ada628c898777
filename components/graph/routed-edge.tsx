import { BaseEdge, type EdgeProps, getSmoothStepPath } from '@xyflow/react'
import { routePath } from './route-path.ts'
import type { FlowEdge } from './to-flow.ts'

/** An edge along its route; one without a route, as back to an earlier block, finds its own way. */
export function RoutedEdge(props: EdgeProps<FlowEdge>) {
  const { id, data, sourceX, sourceY, targetX, targetY } = props
  const path = data?.route
    ? routePath({ x: sourceX, y: sourceY }, data.route, { x: targetX, y: targetY })
    : getSmoothStepPath(props)[0]
  return <BaseEdge id={id} path={path} />
}
