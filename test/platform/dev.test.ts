import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { occupyPort, type Running, startProcess, temporaryFolder } from '../setup/process.ts'

const { folder, remove } = temporaryFolder()
const processes: Running[] = []
const dev = (env: NodeJS.ProcessEnv, args: string[] = []) => {
  const running = startProcess({ DATA_DIR: join(folder, 'data'), ...env }, 'server/dev.ts', args)
  processes.push(running)
  return running
}
const freePort = async () => {
  const { port, release } = await occupyPort()
  await release()
  return String(port)
}
const statusOf = (address: string) =>
  fetch(address).then(
    ({ status }) => status,
    () => null,
  )

afterEach(async () => {
  for (const { child, ended } of processes.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
  }
})
afterAll(remove)

describe('npm run dev', () => {
  it.each([
    { signal: 'SIGTERM', args: ['--demo'], says: /Open exam: « .+ », code \w/ },
    { signal: 'SIGINT', args: [], says: /Barème is ready/ },
  ] as const)(
    'serves the pages and the API at PORT, and $signal ends all it started',
    async ({ signal, args, says }) => {
      const PORT = await freePort()
      const origin = `http://127.0.0.1:${PORT}`
      const running = dev({ PORT }, [...args])
      await running.says(says)
      expect(running.output()).toContain(`Barème is ready   ${origin}`)
      await expect.poll(() => statusOf(origin), { timeout: 30_000, interval: 100 }).toBe(200)
      expect(await statusOf(`${origin}/health/ready`)).toBe(200)

      running.child.kill(signal)
      expect(await running.ended).toEqual({ code: 0, signal: null })
      expect(await statusOf(origin)).toBe(null)
      expect(existsSync(join(folder, 'data', 'postgres', 'postmaster.pid'))).toBe(false)
    },
  )

  it('says what it does not understand', async () => {
    const port = dev({ PORT: 'four' })
    expect((await port.ended).code).toBe(1)
    expect(port.output()).toMatch(/PORT : a port number/)
    const option = dev({}, ['--dmeo'])
    expect((await option.ended).code).toBe(1)
    expect(option.output()).toContain('Possible option: --demo')
  })

  it('ends when its port is taken', async () => {
    const taken = await occupyPort()
    const running = dev({ PORT: String(taken.port) })
    expect((await running.ended).code).toBe(1)
    expect(running.output()).toContain(`Port ${taken.port} is already in use`)
    await taken.release()
  })
})
