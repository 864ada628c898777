/** Everything that can be allowed; the names of API key scopes are the same. */
export const PERMISSIONS = [
  'workflows:read',
  'workflows:editor:read',
  'workflows:write',
  'workflows:deploy',
  'workflows:execute',
  'workflows:executions:read',
  'executions:reveal',
  'executions:export',
  'reviews:read',
  'reviews:decide',
  'credentials:read',
  'credentials:issue',
  'credentials:revoke',
  'files:write',
  'settings:read',
  'settings:write',
  'members:write',
  'audit:read',
] as const
export type Permission = (typeof PERMISSIONS)[number]

export const ROLES = ['owner', 'admin', 'author', 'deployer', 'reviewer', 'auditor', 'viewer'] as const
export type Role = (typeof ROLES)[number]

const READ = ['workflows:read', 'workflows:executions:read', 'credentials:read'] as const satisfies Permission[]

/** What each role may do. */
export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  owner: PERMISSIONS,
  admin: PERMISSIONS,
  author: [...READ, 'workflows:editor:read', 'workflows:write', 'workflows:execute', 'files:write', 'settings:read'],
  deployer: [...READ, 'workflows:editor:read', 'workflows:deploy', 'workflows:execute', 'settings:read'],
  reviewer: [...READ, 'executions:reveal', 'reviews:read', 'reviews:decide'],
  auditor: [...READ, 'workflows:editor:read', 'executions:export', 'reviews:read', 'settings:read', 'audit:read'],
  viewer: READ,
}

/** The permissions a list of scopes grants; writing a workflow includes reading its definition. */
export function grantedBy(scopes: readonly string[]): ReadonlySet<Permission> {
  const granted = new Set(PERMISSIONS.filter((permission) => scopes.includes(permission)))
  if (granted.has('workflows:write')) granted.add('workflows:editor:read')
  return granted
}
