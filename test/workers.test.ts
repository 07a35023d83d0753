import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { createLane } from '#server/platform/workers.ts'

const hostile = join(import.meta.dirname, 'setup/hostile-thread.mjs')
const lane = (given: Partial<Parameters<typeof createLane>[1]> = {}) =>
  createLane(hostile, { seconds: 1, heapMb: 32, waiting: 4, ...given })

it('work without end is cancelled at its deadline, and the loop never waits for it', async () => {
  const run = lane()
  const first = await run('thread', null)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  await expect(run('endless', null)).rejects.toMatchObject({ code: 'file_too_heavy', details: { reason: 'time' } })
  delay.disable()
  // It ran for a second: on the loop, the worst delay would be that second.
  expect(delay.max / 1e6).toBeLessThan(700)
  expect(await run('thread', null)).toBeGreaterThan(first as number)
})

it('work without measure is refused, and the process lives', async () => {
  const run = lane({ seconds: 60 })
  await expect(run('greedy', null)).rejects.toMatchObject({ code: 'file_too_heavy', details: { reason: 'memory' } })
  expect(await run('thread', null)).toBeGreaterThan(0)
})

it('work that swells outside the heap is refused too', async () => {
  const run = lane({ seconds: 60, growthMb: 200 })
  await expect(run('swelling', null)).rejects.toMatchObject({ code: 'file_too_heavy', details: { reason: 'memory' } })
  expect(await run('thread', null)).toBeGreaterThan(0)
}, 20_000)

it('a PDF whose drawings call each other millions of times ends with the time of its thread', async () => {
  const form = (content: string, next: string) =>
    `<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 3 0 R >> ${next} >> /Length ${content.length} >>\nstream\n${content}\nendstream`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Resources << /XObject << /X 6 0 R >> >> /Contents 5 0 R >>',
    '<< /Length 5 >>\nstream\n/X Do\nendstream',
    ...Array.from({ length: 30 }, (_, at) => form('/X Do /X Do', `/XObject << /X ${at + 7} 0 R >>`)),
    form('BT /F1 9 Tf (a) Tj ET', ''),
  ]
  const pdf = `%PDF-1.4\n${objects.map((content, at) => `${at + 1} 0 obj\n${content}\nendobj\n`).join('')}trailer\n<< /Root 1 0 R >>\n`
  const run = createLane(join(import.meta.dirname, '../server/worker-from-sources.mjs'), {
    seconds: 3,
    heapMb: 256,
    waiting: 1,
  })
  const reading = run('understandMaterial', { name: 'a.pdf', bytes: Buffer.from(pdf) })
  await expect(reading).rejects.toMatchObject({ code: 'file_too_heavy' })
}, 60_000)

it('a fault of ours stays a fault, and the thread goes on', async () => {
  const run = lane()
  const thread = await run('thread', null)
  await expect(run('broken', null)).rejects.toThrow('a fault of ours')
  expect(await run('thread', null)).toBe(thread)
})

it('who comes when too many wait is told to come back', async () => {
  const run = lane({ waiting: 1 })
  const all = await Promise.allSettled(['thread', 'thread', 'thread'].map((name) => run(name, null)))
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  expect((all[2] as PromiseRejectedResult).reason).toMatchObject({ code: 'server_busy' })
})

it('threads know every task they are asked for, and no other', () => {
  const sources = readdirSync('server', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const asked = sources.flatMap((file) =>
    [...readFileSync(join('server', file), 'utf8').matchAll(/\btask<[^(]+>\('(\w+)'/g)].map((match) => match[1]),
  )
  const table = /const tasks = \{([^}]*)\}/.exec(readFileSync('server/worker.ts', 'utf8'))?.[1] ?? ''
  expect([...table.matchAll(/\w+/g)].map(String).sort()).toEqual([...new Set(asked)].sort())
})

/** What reads, unpacks or renders: nothing that answers a request may have it at hand. */
const heavy = /^(yauzl|saxes|unified|csv-parse|remark-|rehype-|hast-|mdast-)/
/**
 * A table that we wrote ourselves, cut at a few lines; and the answer of a server of the school, of some kilobytes, when a
 * whole class comes in at once.
 */
const allowed = ['server/exports/preview-export.ts', 'server/auth/sign-on/read-cas-reply.ts']

it('what answers requests reaches no reader except through a thread', () => {
  const importOf = /(?:^|\n)(?:import|export) (?!type )([\w\s{},*$]*? from )?'([^']+)'/g
  const seen = new Map<string, string>([['server/app.ts', '']])
  const reached: string[] = []
  const pathTo = (file: string): string => (seen.get(file) ? `${pathTo(seen.get(file) ?? '')} > ${file}` : file)
  for (const file of seen.keys()) {
    if (allowed.includes(file)) continue
    for (const [, names = '', from = ''] of readFileSync(file, 'utf8').matchAll(importOf)) {
      if (heavy.test(from)) reached.push(`${pathTo(file)} > ${from}`)
      const isOnlyTypes =
        names.startsWith('{') && (names.match(/[^{},]+/g) ?? []).every((one) => /^\s*(type |from|$)/.test(one))
      if (isOnlyTypes) continue
      const path = from.startsWith('#server/') ? from.slice(1) : from.startsWith('.') ? join(file, '..', from) : null
      if (path?.startsWith('server/') && !seen.has(path)) seen.set(path, file)
    }
  }
  expect(reached).toEqual([])
})
