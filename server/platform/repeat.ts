/**
 * Does the work at once, then again `everyMs` after each time it ended, until the returned function is called, which
 * waits for what is under way. The work never rejects.
 */
export function repeat(work: () => Promise<void>, everyMs: number) {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> = Promise.resolve()
  const run = async () => {
    await work()
    if (!isStopped) timer = setTimeout(next, everyMs)
  }
  const next = () => {
    underWay = run()
  }
  next()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await underWay
  }
}
