import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import rules from '../.dependency-cruiser.mjs'
import { ROOT } from './steps.ts'
import { checkWalls } from './walls.ts'

// One import through each wall: the file that breaks it, and what it imports.
const BREACHES: Record<string, [from: string, specifier: string]> = {
  'no-circles': ['lib/circle/one.ts', './two.ts'],
  'imports-resolve': ['lib/ids.ts', './nowhere.ts'],
  'engine-is-pure': ['lib/engine/run.ts', '#lib/errors.ts'],
  'blocks-know-the-engine-only': ['lib/blocks/wait/index.ts', 'node:fs'],
  'contracts-are-shapes': ['lib/contracts/executions.ts', '#lib/errors.ts'],
  'use-cases-are-handed-ports': ['lib/executions/start.ts', '#lib/store/journal.ts'],
  'use-cases-know-no-wire': ['lib/executions/cancel.ts', '#lib/http/problem.ts'],
  'adapters-stay-at-the-rim': ['lib/store/lists.ts', '#lib/lists/import.ts'],
  'apis-share-nothing': ['lib/apis/v1/handlers.ts', '#lib/apis/turns/contract.ts'],
  'apis-never-touch-stores': ['lib/apis/process/handlers.ts', '#lib/store/journal.ts'],
  'only-routes-and-edges-know-the-runtime': ['lib/screening/index.ts', '#lib/runtime.ts'],
  'components-see-contracts-only': ['components/reviews/queue.tsx', '#lib/errors.ts'],
  'features-stand-alone': ['components/reviews/form.tsx', '#components/workflows/list.tsx'],
  'shared-components-know-no-feature': ['components/ui/button.tsx', '#components/workflows/list.tsx'],
  'nobody-imports-app': ['components/shell/shell.tsx', '../../app/layout.tsx'],
  'routes-hold-no-thought': ['app/page.tsx', '#lib/store/journal.ts'],
  'lib-draws-nothing': ['lib/files/get.ts', 'react'],
  'only-the-store-knows-prisma': ['lib/auth/session.ts', '@prisma/client'],
  'only-canvases-know-react-flow': ['components/executions/timeline.tsx', '@xyflow/react'],
  'product-needs-no-tools': ['lib/log.ts', '../scripts/start.ts'],
  'product-needs-no-development-packages': ['lib/crypto.ts', 'fast-check'],
}

let root: string
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-walls-'))
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'))
  fs.copyFileSync(path.join(ROOT, 'package.json'), path.join(root, 'package.json'))
  for (const target of ['errors', 'runtime', 'store/journal', 'http/problem', 'lists/import', 'apis/turns/contract']) {
    write(`lib/${target}.ts`, 'export const value = 1\n')
  }
  write('lib/circle/two.ts', `export { value } from './one.ts'\n`)
  write('components/workflows/list.tsx', 'export const value = 1\n')
  write('app/layout.tsx', 'export const value = 1\n')
  write('scripts/start.ts', 'export const value = 1\n')
})
afterEach(() => fs.rmSync(root, { recursive: true }))

describe('checkWalls', () => {
  it('catches an import through every wall and says where the code belongs', async () => {
    for (const [from, specifier] of Object.values(BREACHES)) write(from, `import '${specifier}'\n`)
    const caught = await checkWalls(root)
    const found = caught.map(({ rule, from }) => ({ rule, from }))
    for (const [rule, [from]] of Object.entries(BREACHES)) expect(found).toContainEqual({ rule, from })
    expect(caught.filter(({ comment }) => comment === '')).toEqual([])
  })

  it('knows a breach for every rule', () => {
    expect(Object.keys(BREACHES)).toEqual(rules.forbidden.map(({ name }) => name))
  })

  it('lets code through that keeps to its room', async () => {
    write('lib/circle/one.ts', 'export const value = 1\n')
    write('lib/engine/run.ts', `import { z } from 'zod'\nexport const schema = z.string()\n`)
    write(
      'lib/executions/start.ts',
      `import type { value } from '#lib/store/journal.ts'\nexport type Value = typeof value\n`,
    )
    write('components/graph/canvas.tsx', `import '@xyflow/react'\nimport '#components/ui/button.tsx'\n`)
    write('components/ui/button.tsx', 'export const value = 1\n')
    expect(await checkWalls(root)).toEqual([])
  })
})

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  fs.writeFileSync(path.join(root, file), text)
}
