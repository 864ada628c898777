import fs from 'node:fs/promises'
import path from 'node:path'
import type { Graph } from '#lib/engine/graph.ts'
import { type ReadText, readText } from '#lib/engine/text.ts'
import { CannotTry } from './context.ts'

const ENDING = /\.(?:ya?ml|json)$/i
const ID = /^wf_[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/

/** A workflow's graph as read from a file, or what is wrong with its text. */
export type WorkflowFile = { name: string; id: string; read: ReadText; graph: Graph | undefined }

/** The workflow that a file or an id names: `flows/wf_kyc.yaml` is `wf_kyc`. */
export function idOf(name: string): string {
  const id = path.basename(name).replace(ENDING, '')
  if (!ID.test(id)) throw new CannotTry(`${name} is not named after a workflow, like wf_kyc.yaml`)
  return id
}

/** Reads a workflow from YAML or JSON. */
export async function readWorkflow(cwd: string, name: string): Promise<WorkflowFile> {
  const text = await fs.readFile(path.resolve(cwd, name), 'utf8').catch(() => {
    throw new CannotTry(`${name} cannot be read`)
  })
  const read = readText(text)
  return { name, id: idOf(name), read, graph: read.graph }
}

/** Writes a file unless it already says the same; answers whether it was written. */
export async function writeWorkflow(folder: string, id: string, text: string): Promise<boolean> {
  const file = path.join(folder, `${id}.yaml`)
  const former = await fs.readFile(file, 'utf8').catch(() => null)
  if (former === text) return false
  await fs.mkdir(folder, { recursive: true })
  await fs.writeFile(file, text)
  return true
}
