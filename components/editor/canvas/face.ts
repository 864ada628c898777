import { handleLabel } from '#components/graph/block-look.ts'
import { text } from '#components/messages/text.ts'
import { blockRegistry } from '#lib/blocks/index.ts'
import { COMMON_HANDLES } from '#lib/engine/block.ts'
import { draftHandlesOf } from '#lib/engine/config.ts'
import type { Block, Graph } from '#lib/engine/graph.ts'

const MIN_WIDTH = 240
const EXIT_WIDTH = 80
const HEIGHT = 60
const EXITS_HEIGHT = 26

/** How far down its side a block has the exits that every block has, as parts of its height. */
export const SIDE_HEIGHTS = [0.3, 0.7]

export type FaceExit = { handle: string; label: string; wired: boolean }

/** How a block shows itself where it is edited: with every exit it has, wired or not. */
export type Face = {
  typeLabel: string
  icon: string
  /** Nothing may lead into it. */
  entry: boolean
  /** The exits below, in order. */
  exits: readonly FaceExit[]
  /** The exits that every block has, at its side. */
  sides: readonly FaceExit[]
  /** Whether the exits below are worth naming. */
  named: boolean
  width: number
  height: number
}

/** The face of a block of which `wired` exits have an edge. Exits that the settings took away are kept while wired. */
export function faceOf(block: Block, wired: ReadonlySet<string>): Face {
  const definition = blockRegistry.get(block.type)
  const declared = definition ? draftHandlesOf(definition, block.config) : []
  const left = [...wired].filter((handle) => !declared.includes(handle))
  const handles = [...declared, ...left].map((handle) => ({
    handle,
    label: handleLabel(handle),
    wired: wired.has(handle),
  }))
  const exits = handles.filter(({ handle }) => !isCommon(handle))
  const named = exits.length > 1 || exits.some(({ handle }) => handle !== 'out')
  return {
    typeLabel: definition?.label ?? text.graph.unknownType,
    icon: definition?.icon ?? 'circle-help',
    entry: definition?.role === 'entry',
    exits,
    sides: handles.filter(({ handle }) => isCommon(handle)),
    named,
    width: Math.max(MIN_WIDTH, exits.length * EXIT_WIDTH),
    height: HEIGHT + (named ? EXITS_HEIGHT : 0),
  }
}

/** The faces of all blocks of a graph; equal ones are the same objects from call to call. */
export function facesOf(graph: Graph): Map<string, Face> {
  const wired = Map.groupBy(graph.edges, ({ source }) => source)
  return new Map(
    graph.blocks.map((block) => {
      const handles = new Set((wired.get(block.id) ?? []).map(({ sourceHandle }) => sourceHandle))
      return [block.id, remembered(block, handles)] as const
    }),
  )
}

const known = new WeakMap<Block, { key: string; face: Face }>()

function remembered(block: Block, wired: ReadonlySet<string>): Face {
  const key = [...wired].sort().join(' ')
  const cached = known.get(block)
  if (cached?.key === key) return cached.face
  const face = faceOf(block, wired)
  known.set(block, { key, face })
  return face
}

function isCommon(handle: string): boolean {
  return COMMON_HANDLES.some((common) => common === handle)
}
