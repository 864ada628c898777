import fs from 'node:fs'
import { registerHooks } from 'node:module'
import path from 'node:path'
import type { ICruiseResult } from 'dependency-cruiser'
import rules from '../.dependency-cruiser.mjs'
import { ROOT } from './steps.ts'

/** An import that a wall forbids, with the wall's comment: where the code belongs instead. */
export type Breach = { rule: string; from: string; to: string; comment: string }

const FOLDERS = ['app', 'components', 'lib', 'prisma', 'scripts', 'e2e', 'bench']

/** Every import under `root` that breaks a rule of .dependency-cruiser.mjs. */
export async function checkWalls(root = ROOT): Promise<Breach[]> {
  const comments = new Map(rules.forbidden.map(({ name, comment }) => [name, comment]))
  const folders = FOLDERS.filter((folder) => fs.existsSync(path.join(root, folder)))
  const { violations } = (await cruise(folders, root)).summary
  return violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to, comment: comments.get(rule.name) ?? '' }))
}

// dependency-cruiser reads TypeScript with the compiler's JavaScript interface, which version 6 was the last to have.
async function cruise(folders: string[], baseDir: string): Promise<ICruiseResult> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) => next(specifier.replace(/^typescript(?=$|\/)/, 'typescript-6'), context),
  })
  try {
    const cruiser = await import('dependency-cruiser')
    const { output } = await cruiser.cruise(folders, {
      ...rules.options,
      tsPreCompilationDeps: 'specify',
      baseDir,
      ruleSet: { forbidden: rules.forbidden },
      validate: true,
    })
    if (typeof output === 'string') throw new Error(output)
    return output
  } finally {
    hooks.deregister()
  }
}
