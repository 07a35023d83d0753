import { isExamOver } from '#core/exams/exam.ts'
import { type LockedBrowserUse, mayChangeBrowser, readConfigKey } from '#core/exams/locked-browser.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { requireExam } from '#server/attempts/exam-of-course.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import { newQuitPassword } from '#server/exams/quit-password.ts'
import { readSebFileInThread } from '#server/exams/read-seb-file-in-thread.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type BrowserLock, checkPageOf, forgetBrowserLock, ourFileOf } from './lock.ts'
import { ourFile } from './try-browser.ts'

/** `origin`: the address by which the request of the trainer came. */
type Place = ExamPlace & { origin: string }
type Files = { key: string; quitUrl: string }[]

export async function readLockedBrowser(deps: Deps, { origin, ...place }: Place) {
  const exam = await requireExam(deps, place)
  const { examId } = place
  const files = await deps.db.lockedBrowserFile.findMany({
    where: { examId },
    orderBy: [{ at: 'asc' }, { name: 'asc' }],
  })
  const ours = ourFileOf(deps, await lockToBe(deps, { place, quitPassword: exam.quitPassword, files }), origin)
  return {
    use: exam.lockedBrowser as LockedBrowserUse,
    isHeld: (await countStarted(deps.db, examId)) > 0,
    isOver: isExamOver(exam.status),
    origin: ours.origin,
    checkPage: checkPageOf(ours.origin, examId),
    key: ours.key,
    quitPassword: exam.quitPassword,
    files: files.map(({ key, name, content, at, byName }) => ({
      ...{ key, name, byName },
      hasFile: content !== null,
      at: at.toISOString(),
    })),
  }
}

const countStarted = (db: Prisma.TransactionClient, examId: string) =>
  db.attempt.count({ where: { examId, startedAt: { not: null } } })

/** The file made here, whatever the exam asks for: it may be tried before. */
export async function readBrowserFile(deps: Deps, { origin, ...place }: Place) {
  const { quitPassword } = await requireExam(deps, place)
  return ourFile(deps, await lockToBe(deps, { place, quitPassword, files: [] }), origin)
}

/** The lock as it stands in the database, not as it is remembered. */
async function lockToBe(
  deps: Deps,
  { place, quitPassword, files }: { place: ExamPlace; quitPassword: string; files: Files },
) {
  const { studentAddress } = await deps.db.course.findUniqueOrThrow({
    where: { id: place.courseId },
    select: { studentAddress: true },
  })
  const lock: BrowserLock = { ...place, use: 'off', quitPassword, studentAddress, files, excused: new Set() }
  return lock
}

/** Said in the journal instead of the password, which whoever reads the journal need not know. */
const hidden = (password: string) => (password === '' ? '' : '•')

type Change = Place & { use: LockedBrowserUse; quitPassword?: string | undefined; actor: Actor }

/** The password is drawn the first time that the exam asks for the locked browser. Throws `exam_wrong_state`. */
export async function setLockedBrowser(deps: Deps, { use, quitPassword, actor, ...place }: Change) {
  await change(deps, place, async (tx, before) => {
    const password = quitPassword ?? (before.quitPassword || (use === 'off' ? '' : newQuitPassword(deps)))
    await tx.exam.update({ where: { id: place.examId }, data: { lockedBrowser: use, quitPassword: password } })
    await audit(tx, {
      ...subjectOf(place, actor),
      before: { use: before.use, quitPassword: hidden(before.quitPassword) },
      after: { use, quitPassword: hidden(password), isPasswordNew: password !== before.quitPassword },
    })
  })
  return readLockedBrowser(deps, place)
}

const subjectOf = ({ courseId, examId }: ExamPlace, actor: Actor) => ({
  ...{ courseId, actor },
  action: 'exam.locked_browser',
  subject: `exam:${examId}`,
})

type State = { use: LockedBrowserUse; quitPassword: string; files: Files }

/**
 * One change of what an exam asks: the row is locked, so that no start comes between the question whether a copy was
 * started and the answer; what it leads to is judged once it is written.
 */
async function change(deps: Deps, place: Place, write: (tx: Prisma.TransactionClient, before: State) => Promise<void>) {
  const { examId, courseId } = place
  await deps.db.$transaction(async (tx) => {
    await tx.$queryRaw`select id from "Exam" where id = ${examId}::uuid and "courseId" = ${courseId}::uuid for update`
    const before = await stateOf(tx, place)
    await write(tx, before)
    const after = await stateOf(tx, place)
    const accepted = async ({ files, quitPassword }: State) =>
      files.length > 0
        ? files.map(({ key }) => key)
        : [ourFileOf(deps, await lockToBe(deps, { place, quitPassword, files }), place.origin).key]
    const asks = async (state: State) => ({ use: state.use, keys: state.use === 'off' ? [] : await accepted(state) })
    const isLeft = after.use === 'off'
    const from = await asks(before)
    const to = isLeft ? { use: after.use, keys: from.keys } : await asks(after)
    const hasStarted = (await countStarted(tx, examId)) > 0
    if (!mayChangeBrowser({ status: after.status, hasStarted, from, to })) throw new Refusal('exam_wrong_state')
  })
  await forgetBrowserLock(deps, examId)
}

async function stateOf(tx: Prisma.TransactionClient, { examId, courseId }: ExamPlace) {
  const exam = await tx.exam.findFirst({
    where: { id: examId, courseId },
    select: {
      status: true,
      lockedBrowser: true,
      quitPassword: true,
      browserFiles: { select: { key: true, quitUrl: true } },
    },
  })
  if (!exam) throw new Refusal('not_found')
  const { status, quitPassword, browserFiles } = exam
  return { status, quitPassword, use: exam.lockedBrowser as LockedBrowserUse, files: browserFiles }
}

const mostFiles = 10

type Given = { name: string } & ({ base64: string | Uint8Array } | { key: string })

/** Accepts a file of the school, read in a worker thread, or a key that somebody read in the tool of Safe Exam Browser. */
export async function addBrowserFile(deps: Deps, { given, actor, ...place }: Place & { given: Given; actor: Actor }) {
  const nothing = { key: null, sendsKeys: true }
  await requireExam(deps, place)
  const content = 'base64' in given ? bytesOf(given.base64) : null
  const read = 'base64' in given ? await readSebFileInThread({ base64: Buffer.from(content ?? []) }) : typed(given.key)
  if ('fault' in read) return { ...nothing, fault: read.fault }
  const { key, quitUrl, sendsKeys } = read
  if ((await deps.db.lockedBrowserFile.count({ where: { examId: place.examId } })) >= mostFiles)
    return { ...nothing, fault: 'too_many' as const }
  const { examId } = place
  const row = {
    name: given.name,
    quitUrl,
    content: content && Buffer.from(content),
    at: deps.now(),
    byName: actor.name,
  }
  await change(deps, place, async (tx) => {
    await tx.lockedBrowserFile.upsert({
      where: { examId_key: { examId, key } },
      create: { examId, key, ...row },
      update: row,
    })
    await audit(tx, { ...subjectOf(place, actor), after: { added: key, name: given.name } })
  })
  return { fault: null, key, sendsKeys }
}

function typed(text: string) {
  const key = readConfigKey(text)
  return key === null ? { fault: 'not_a_key' as const } : { key, quitUrl: '', sendsKeys: true }
}

export async function removeBrowserFile(deps: Deps, { key, actor, ...place }: Place & { key: string; actor: Actor }) {
  const { examId } = place
  await change(deps, place, async (tx) => {
    const { count } = await tx.lockedBrowserFile.deleteMany({ where: { examId, key } })
    if (count === 0) throw new Refusal('not_found')
    await audit(tx, { ...subjectOf(place, actor), before: { removed: key } })
  })
  return readLockedBrowser(deps, place)
}
