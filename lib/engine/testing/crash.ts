import type { Journal } from '../ports.ts'

/** The death of a process: its journal answers nothing any more. */
export class Crash extends Error {}

/** Lets a process die at its n-th append, counted over all appends, before or after that is recorded. */
export function crashAt(n: number, side: 'before' | 'after'): (journal: Journal<true>) => Journal<true> {
  let appends = 0
  return (journal) => {
    let dead = false
    return {
      async append(checkpoint) {
        if (dead) throw new Crash('The process is dead')
        appends += 1
        dead = appends === n
        if (!dead) return journal.append(checkpoint)
        if (side === 'after') await journal.append(checkpoint)
        throw new Crash('The process died')
      },
    }
  }
}
