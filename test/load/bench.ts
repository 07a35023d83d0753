import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { arch, cpus, release, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { findRunning } from '#server/platform/database/cluster.ts'
import { startEmbedded } from '#server/platform/database/embedded.ts'
import { benchMarks } from './marks.ts'
import { overload } from './overload.ts'
import { timePages } from './pages.ts'
import { allowManyFiles, load } from './processes.ts'
import { profile } from './profile.ts'
import { refuse } from './refusals.ts'
import { printBell, printOverload, printProfile, printRefusals, printRushes, printSaturation } from './report.ts'
import { type Ground, type Rush, rush } from './rush.ts'
import { saturate } from './saturation.ts'
import { buildServer, removeFolder } from './server-process.ts'

// npm run bench: exam days on this machine, with a durable PostgreSQL of their own. `--only 300` for one scenario (300,
// 2000, 10000, bell, overload, profile, saturation, refusals, material, pages, marks), `--profile` for what each kind of request costs,
// `--against FOLDER` for another checkout beside this one (300, 2000, 10000, profile, pages), `--node 'PATH OPTIONS'` for
// another runtime or its options beside those of the bench (profile), `--two` for two server processes
// on one port, `--students N` for a profile of so many, `--page NAME` for one page, `--data FOLDER` to keep the large
// installation of the pages from one run to the next, `--json FILE` to save the figures.

const second = 1_000
const rushes: Record<string, Rush> = {
  '300': {
    students: 300,
    pace: { signInMs: 5 * second, startMs: 10 * second, thinkMs: 2 * second, submitMs: 10 * second },
  },
  '2000': {
    students: 2_000,
    pace: { signInMs: 15 * second, startMs: 10 * second, thinkMs: 4 * second, submitMs: 10 * second },
  },
  '10000': {
    students: 10_000,
    pace: { signInMs: 60 * second, startMs: 60 * second, thinkMs: 15 * second, submitMs: 60 * second },
  },
}
const bell: Rush = { students: 2_000, pace: { signInMs: 20 * second, startMs: second, thinkMs: null, submitMs: 0 } }
const names = [
  ...Object.keys(rushes),
  'bell',
  'overload',
  'profile',
  'saturation',
  'refusals',
  'material',
  'pages',
  'marks',
]

async function main() {
  const { values } = parseArgs({
    options: {
      ...{ json: { type: 'string' }, only: { type: 'string', multiple: true }, two: { type: 'boolean' } },
      ...{ profile: { type: 'boolean' }, against: { type: 'string' }, students: { type: 'string', default: '300' } },
      ...{ node: { type: 'string' }, data: { type: 'string' }, page: { type: 'string', multiple: true, default: [] } },
    },
  })
  const wanted = values.only ?? (values.profile ? ['profile'] : names)
  const unknown = wanted.filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new Error(`--only ${unknown.join()}: known are ${names.join(', ')}`)
  const entry = values.two ? ('two' as const) : ('main' as const)
  const against = values.against && resolve(values.against)

  const machine = machineOf()
  console.log(
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, Linux ${machine.kernel}, Node ${machine.node}`,
  )
  console.log(`load before: ${load()}   server processes: ${values.two ? 2 : 1}\n`)
  allowManyFiles()
  await buildServer()
  if (against) await buildServer(against)
  const dataDir = values.data ?? mkdtempSync(join(tmpdir(), 'bareme-bench-'))
  mkdirSync(dataDir, { recursive: true })
  chmodSync(dataDir, 0o711)
  const postgres = await startEmbedded({ dataDir })
  const report: Record<string, unknown> = {
    machine,
    processes: values.two ? 2 : 1,
    startedAt: new Date().toISOString(),
  }
  try {
    const postmaster = (await findRunning({ bin: '', folder: postgres.folder, user: undefined }))?.pid ?? 0
    const ground: Ground = { adminUrl: postgres.adminUrl, postmaster, dataDir }
    const done: Awaited<ReturnType<typeof rush>>[] = []
    for (const name of wanted.filter((one) => one in rushes)) {
      console.log(`${name} students…${against ? ' (old, new)' : ''}`)
      const folders = against ? [against, undefined] : [undefined]
      for (const folder of folders) done.push(await rush(ground, { ...(rushes[name] as Rush), entry, folder }))
      printRushes(done.slice(-folders.length))
    }
    report['scenarios'] = done
    if (done.length > 1) printRushes(done)
    if (wanted.includes('bell')) {
      console.log('the opening bell…')
      report['bell'] = await rush(ground, { ...bell, entry })
      printBell(report['bell'] as never)
    }
    if (wanted.includes('overload')) {
      console.log('twice the starts that can be served…')
      report['overload'] = await overload(ground, { sitting: 500, overMs: 10 * second })
      printOverload(report['overload'] as never)
    }
    if (wanted.includes('profile')) {
      console.log('what each kind of request costs…')
      const given = { students: Number(values.students), perSecond: 400, against, node: values.node?.split(' ') }
      report['profile'] = await profile(ground, given)
      printProfile(report['profile'] as never)
    }
    if (wanted.includes('saturation')) {
      console.log('saturation…')
      report['saturation'] = await saturate(ground, { connections: 512, turns: 4, turnMs: 5 * second })
      printSaturation(report['saturation'] as never)
    }
    if (wanted.includes('refusals')) {
      console.log('saves beside the worst files…')
      report['refusals'] = await refuse(ground, { students: 100, turns: 4, turnMs: 15 * second, sent: 'worstFiles' })
      printRefusals(report['refusals'] as never)
    }
    if (wanted.includes('material')) {
      console.log('saves beside the material of a course…')
      report['material'] = await refuse(ground, { students: 100, turns: 4, turnMs: 15 * second, sent: 'material' })
      printRefusals(report['material'] as never)
    }
    if (wanted.includes('pages')) {
      console.log('the pages of a trainer…')
      report['pages'] = await timePages(ground, { against, only: values.page })
    }
    if (wanted.includes('marks')) {
      console.log('marks…')
      const marks = await benchMarks()
      Object.assign(report, marks, { marks })
      console.log(`  ${JSON.stringify(marks)}\n`)
    }
    if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`)
  } finally {
    await postgres.stop()
    if (values.data === undefined) removeFolder(dataDir)
  }
}

function machineOf() {
  return {
    cpu: cpus()[0]?.model ?? arch(),
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
  }
}

await main()
