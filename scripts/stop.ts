const FORCE_AFTER_MS = 9500
const SAME_SIGNAL_MS = 1000

/**
 * Runs `stop` once when the process is asked to end or loses the npm that started it, then exits with 0; a second
 * request, or more than 9.5 seconds, ends it at once with 1.
 */
export function onStop(stop: () => Promise<void>): void {
  let askedAt: number | undefined
  const ask = () => {
    // Ctrl-C reaches the whole process group, and each npm in it passes the signal on once more.
    if (askedAt !== undefined && Date.now() - askedAt > SAME_SIGNAL_MS) process.exit(1)
    if (askedAt !== undefined) return
    askedAt = Date.now()
    setTimeout(() => process.exit(1), FORCE_AFTER_MS).unref()
    stop().then(
      () => process.exit(0),
      (error) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  watchParent(ask)
}

// npm does not always pass on the signal that ends it.
function watchParent(lost: () => void): void {
  if (!process.env.npm_lifecycle_event && !process.env.COUNTERSIGN_SUPERVISED) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    lost()
  }, 500)
  timer.unref()
}
