import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import { listen } from '#server/platform/listen.ts'
import { closeApp, closeOnSignal } from '#server/platform/shutdown.ts'

// A server with one slow request in progress, to test that closing waits for it.
const app = Fastify()
app.get('/slow', async () => {
  console.log('slow began')
  await sleep(1_000)
  console.log('slow ended')
  return 'finished'
})

const shutdown = closeOnSignal({ log: (error) => console.error(error) })
shutdown.add(async () => console.log('rest closed'))
shutdown.add(() => closeApp(app))
console.log(`listening ${await listen(app, { port: 0, host: '127.0.0.1' })}`)
