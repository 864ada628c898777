import type { Member } from '#lib/auth/principal.ts'
import { type Graph, graphSchema } from '#lib/engine/graph.ts'
import { isJsonObject, type Json, jsonSchema, ownValue } from '#lib/engine/json.ts'
import { redact } from '#lib/engine/redact.ts'
import type { Runtime } from '#lib/ports.ts'
import { createVault } from '#lib/vault.ts'
import { sealGraph } from './seal-graph.ts'

/** The values of the organization's secrets in both environments, which no graph may show. */
export async function secretsOf(
  { catalog }: Pick<Runtime, 'catalog'>,
  { organizationId }: Pick<Member, 'organizationId'>,
): Promise<string[]> {
  const environments = await Promise.all([
    catalog.environment(organizationId, 'PRODUCTION'),
    catalog.environment(organizationId, 'DEVELOPMENT'),
  ])
  return environments.flatMap(({ secrets }) => secrets)
}

/** The graph as callers may read it: secret variables sealed, and secrets written into settings or notes masked. */
export function redactGraph(
  graph: Graph,
  secrets: readonly string[],
  { masterKey, organizationId }: { masterKey: string; organizationId: string },
): Graph {
  const sealed = sealGraph(graph, createVault(masterKey, organizationId))
  return {
    ...sealed,
    blocks: sealed.blocks.map((block) => ({
      ...block,
      config: redact(block.config, secrets),
      ...(block.notes !== undefined && { notes: redact(block.notes, secrets) }),
    })),
    variables: redact(sealed.variables, secrets),
  }
}

/** A graph that came back as it was shown: whatever was masked, and is still in its place, becomes what is stored. */
export function restoreRedacted(given: Graph, stored: Graph, secrets: readonly string[]): Graph {
  const blocks = new Map(stored.blocks.map((block) => [block.id, block]))
  return graphSchema.parse({
    ...given,
    blocks: given.blocks.map((block) => {
      const { config, notes } = blocks.get(block.id) ?? {}
      return {
        ...block,
        config: restore(block.config, config, secrets),
        ...(block.notes !== undefined && { notes: restore(block.notes, notes, secrets) }),
      }
    }),
  })
}

function restore(given: Json, stored: Json | undefined, secrets: readonly string[]): Json {
  if (typeof given === 'string') {
    const masked = typeof stored === 'string' && stored !== given && redact(stored, secrets) === given
    return masked ? stored : given
  }
  if (Array.isArray(given)) {
    return given.map((item, at) => restore(item, Array.isArray(stored) ? stored[at] : undefined, secrets))
  }
  if (!isJsonObject(given)) return given
  const former = isJsonObject(stored) ? stored : {}
  return jsonSchema.parse(
    Object.fromEntries(
      Object.entries(given).map(([key, value]) => [key, restore(value, ownValue(former, key), secrets)]),
    ),
  )
}
