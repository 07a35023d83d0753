/**
 * Exits when npm is killed: the shell between npm and this process does not forward the signal, so the port would stay
 * in use.
 */
export function endWithNpm() {
  if (!process.env['npm_lifecycle_event']) return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, 500).unref()
}
