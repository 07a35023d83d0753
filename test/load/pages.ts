import { connect } from '#server/platform/database/connect.ts'
import { startSession } from '#server/platform/sessions.ts'
import { largeInstallation } from './installation.ts'
import { cpuMs, familyCpuMs, load } from './processes.ts'
import { depsOf } from './room.ts'
import type { Ground } from './rush.ts'
import { type Server, startServer } from './server-process.ts'

/** The longest delay of the event loop since it was last read, by the server's own measure, is read on this port. */
const metricsPort = 41_833
const warmRounds = 3
/** What a page may take, cold and warm. */
const limitMs = 300

type Place = {
  courseId: string
  examId: string
  openId: string
  questionId: string
  personId: string
  studentId: string
}
export type PageFigures = {
  page: string
  /** The first time that this build shows it on this data: what is worked out once is then kept. */
  firstMs: number
  coldMs: number
  warmMs: number
  nodeMs: number
  postgresMs: number
  loopMs: number
  kb: number
}

/**
 * Times the heaviest pages of a trainer on a large installation: the requests of each together, once before anything,
 * once on a server that has just started again, then three times. Processor and event loop are those of the warm rounds, for one of them. `against`
 * is another checkout, timed beside this one, page by page.
 */
export async function timePages(
  { adminUrl, postmaster, dataDir }: Ground,
  { against, only }: { against: string | undefined; only: readonly string[] },
) {
  const url = await largeInstallation(adminUrl)
  const { place, token } = await prepare(url)
  const loadBefore = load()
  const builds = { ...(against === undefined ? {} : { before: against }), now: undefined }
  const figures: ({ build: string } & PageFigures)[] = []
  for (const [page, paths] of Object.entries(pagesOf(place))) {
    if (only.length > 0 && !only.includes(page)) continue
    for (const [build, folder] of Object.entries(builds)) {
      const env = { METRICS_PORT: `${metricsPort}` }
      const onServer = async <T>(work: (server: Server) => Promise<T>) => {
        const server = await startServer({ entry: 'main', url, dataDir, env, folder })
        try {
          return await work(server)
        } finally {
          await server.stop()
        }
      }
      try {
        const first = await onServer((server) => readFresh(server, { paths, token }))
        const again = await onServer((server) => timePage(server, { paths, token, postmaster }))
        const timed = { build, page, firstMs: Math.round(first.ms), ...again }
        figures.push(timed)
        console.log(lineOf(timed))
      } catch (error) {
        console.error(`  ${page} (${build}): ${(error as Error).message}`)
      }
    }
  }
  const over = figures.filter(isOver)
  console.log(`  ${figures.length - over.length} of ${figures.length} within ${limitMs} ms, cold and warm`)
  return { figures, loadBefore, loadAfter: load() }
}

const isOver = ({ coldMs, warmMs }: PageFigures) => Math.max(coldMs, warmMs) > limitMs

function lineOf(timed: PageFigures & { build: string }) {
  const { build, page, firstMs, coldMs, warmMs, nodeMs, postgresMs, loopMs, kb } = timed
  const times = `first ${firstMs} ms, cold ${coldMs} ms, warm ${warmMs} ms`
  const over = isOver(timed) ? `  OVER ${limitMs} ms` : ''
  return `  ${build.padEnd(6)} ${page.padEnd(20)} ${times}; CPU ${nodeMs} + ${postgresMs} ms; loop ${loopMs} ms; ${kb} kB${over}`
}

type Timed = { paths: readonly string[]; token: string; postmaster: number }

async function timePage(server: Server, { paths, token, postmaster }: Timed) {
  const cold = await readFresh(server, { paths, token })
  await loopDelay()
  const [node, postgres] = [cpuMs(server.pid), familyCpuMs(postmaster)]
  const warm: number[] = []
  for (let round = 0; round < warmRounds; round += 1) warm.push((await read(server, { paths, token })).ms)
  return {
    coldMs: Math.round(cold.ms),
    warmMs: Math.round(warm.sort((a, b) => a - b)[warmRounds >> 1] ?? 0),
    nodeMs: Math.round((cpuMs(server.pid) - node) / warmRounds),
    postgresMs: Math.round((familyCpuMs(postmaster) - postgres) / warmRounds),
    loopMs: await loopDelay(),
    kb: Math.round(cold.bytes / 1_000),
  }
}

/** The work of starting is over, and the connection of this process is open, before anything is timed. */
async function readFresh(server: Server, asked: Pick<Timed, 'paths' | 'token'>) {
  await read(server, { ...asked, paths: ['/api/session'] })
  return read(server, asked)
}

async function read({ port }: Server, { paths, token }: Pick<Timed, 'paths' | 'token'>) {
  const began = performance.now()
  const sizes = await Promise.all(
    paths.map(async (path) => {
      const reply = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie: `bareme=${token}` } })
      const bytes = await reply.arrayBuffer()
      if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${Buffer.from(bytes).toString()}`)
      return bytes.byteLength
    }),
  )
  return { ms: performance.now() - began, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

async function loopDelay() {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
  return Math.round(1_000 * Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1] ?? Number.NaN))
}

async function prepare(url: string) {
  const { pool, db, close } = connect(url)
  try {
    const deps = depsOf({ pool, db })
    const { id: courseId } = await db.course.findFirstOrThrow()
    const [first] = await db.exam.findMany({
      where: { courseId, status: 'closed' },
      orderBy: { createdAt: 'asc' },
      take: 1,
    })
    const open = await db.exam.findFirstOrThrow({ where: { courseId, status: 'open' } })
    const asked = await db.examQuestion.findFirstOrThrow({ where: { examId: first?.id ?? '', position: 0 } })
    const student = await db.student.findFirstOrThrow({ where: { courseId } })
    const email = 'bench@exemple.fr'
    const membership = { courseId, role: 'owner' as const }
    const person = await db.person.upsert({
      where: { email },
      create: { name: 'Bench', email, memberships: { create: membership } },
      update: {},
    })
    const { token } = await startSession(deps, { personId: person.id, userAgent: 'bench' })
    const place = {
      ...{ courseId, examId: first?.id ?? '', openId: open.id, questionId: asked.questionId ?? '' },
      ...{ personId: person.id, studentId: student.id },
    }
    return { place, token }
  } finally {
    await close()
  }
}

/** By page, the requests that are its own; those that every page makes are left out. */
function pagesOf({ courseId, examId, openId, questionId, studentId }: Place): Record<string, string[]> {
  const course = `/api/courses/${courseId}`
  const exam = `${course}/exams/${examId}`
  return {
    bankExport: [`${course}/bank-export?format=moodle-xml`],
    bankExportLosses: [`${course}/bank-export/losses?format=gift`],
    archive: [`${course}/exports/archives/${examId}`],
    journalFile: [`${course}/exports/journal?profile=excel_fr`],
    booklet: [`${course}/booklet?key=with`],
    questionHistory: [`${course}/questions/${questionId}/history`],
    question: [`${course}/questions/${questionId}`, `${course}/questions/${questionId}/proposed-enemies`],
    personalData: [`${course}/exports/students/${studentId}`],
    answersFile: [`${course}/exports/answers/${examId}?profile=excel_fr`],
    pointsFile: [`${course}/exports/points/${examId}?profile=xlsx_fr`],
    statistics: [`${exam}/statistics`],
    questionSearch: [`${course}/questions?search=conteneur`, `${course}/bank`],
    questions: [`${course}/questions`, `${course}/bank`],
    lintFilter: [`${course}/questions?lint=error`],
    lint: [`${course}/lint`],
    paperSheets: [`${exam}/paper-sheets`],
    paperCopies: [`${exam}/paper-copies`],
    overview: [`${course}/overview`],
    results: [`${exam}/results`],
    heatMap: [`${exam}/heat-map`],
    finalSheetFile: [`${course}/exports/final-sheet?profile=excel_fr`],
    exports: [`${course}/exports`],
    coverage: [`${course}/coverage`],
    corrections: [`${exam}/corrections`],
    assessment: [`${course}/assessment`],
    minutes: [`${exam}/minutes`],
    students: [`${course}/students`, `${course}/homonyms`],
    monitor: [`${course}/exams/${openId}/attempts`],
    exams: [`${course}/exams`],
    journal: [`${course}/journal`],
    find: [`${course}/find?text=conteneur`],
  }
}
