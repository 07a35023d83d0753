import cluster from 'node:cluster'

// Two server processes on one port: Node distributes new connections between them. Used only by the benchmark.
if (cluster.isPrimary) {
  cluster.schedulingPolicy = cluster.SCHED_RR
  cluster.fork()
  cluster.fork()
  process.on('SIGTERM', () => {
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM')
  })
  cluster.on('exit', () => {
    if (Object.keys(cluster.workers ?? {}).length === 0) process.exit(0)
  })
} else {
  await import('#server/main.ts')
}
