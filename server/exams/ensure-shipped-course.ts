import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { examFile } from '#contract/exams/exam-file.ts'
import type { CourseFile } from '#contract/questions/question-file.ts'
import { systemActor } from '#server/platform/audit.ts'
import { CannotStart } from '#server/platform/cannot-start.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { BankProblem } from '#server/questions/bank/bank-problem.ts'
import type { CourseText } from '#server/questions/bank/keep-passages.ts'
import { loadBank } from '#server/questions/bank/load-bank.ts'
import { readPassages } from '#server/questions/bank/passages.ts'
import { readBank, readFolderText } from '#server/questions/bank/read-bank.ts'
import { writeDraft } from './create-exam.ts'

export type ShippedCourse = { courseId: string | null; added: number; changed: number; problems: BankProblem[] }

/**
 * The course that comes with the platform, its bank and its exam: created at the first start, its bank updated from the
 * files at each start. It has no owner until the first trainer signs in (server/auth/first-trainer.ts).
 */
export async function ensureShippedCourse(deps: Deps): Promise<ShippedCourse> {
  const bank = await readBank(deps.settings.questionsDir)
  if (!bank.course) return { courseId: null, added: 0, changed: 0, problems: bank.problems }
  const { courseId, isNew, isArchived } = await findOrCreateCourse(deps, bank.course)
  // An archived course is read only, for its files too.
  if (isArchived) return { courseId, added: 0, changed: 0, problems: bank.problems }
  const text = await readTextBeside(deps)
  const { added, changed, problems } = await loadBank(deps, { courseId, bank, actor: systemActor, text })
  // Only once, so that an exam deleted by a trainer does not come back.
  if (isNew) await createShippedExam(deps, courseId)
  return { courseId, added, changed, problems }
}

async function readTextBeside({ settings: { questionsDir } }: Deps): Promise<CourseText | null> {
  const read = await readFolderText(questionsDir)
  return read && { today: read.text, images: read.images, stamped: await readPassages(questionsDir) }
}

async function findOrCreateCourse({ db, now }: Deps, { id: slug, title, summary, language, ...rest }: CourseFile) {
  const { timeZone = 'Europe/Paris', year = '' } = rest
  const course = await db.course.findUnique({ where: { slug }, select: { id: true, archivedAt: true } })
  if (course) return { courseId: course.id, isNew: false, isArchived: course.archivedAt !== null }
  // When two servers start together, the unique slug lets only one create it.
  const { count } = await db.course.createMany({
    data: [{ slug, title, summary, language, timeZone, year, createdAt: now() }],
    skipDuplicates: true,
  })
  const { id } = await db.course.findUniqueOrThrow({ where: { slug }, select: { id: true } })
  return { courseId: id, isNew: count === 1, isArchived: false }
}

async function createShippedExam(deps: Deps, courseId: string) {
  const path = join(deps.settings.questionsDir, 'exam.yaml')
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return
  const parsed = examFile.safeParse(parse(text, { maxAliasCount: 20 }))
  if (!parsed.success) {
    const where = parsed.error.issues.map(({ path: place, message }) => `${place.join('.')}: ${message}`).join('; ')
    throw new CannotStart({
      french: `${path} ne peut pas être lu : ${where}`,
      english: `${path} cannot be read: ${where}`,
    })
  }
  await writeDraft(deps, { courseId, settings: parsed.data, actor: systemActor })
}
