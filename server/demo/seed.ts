import { createHmac } from 'node:crypto'
import { accessCodeFrom, showCode } from '#core/access-code.ts'
import { chanceFrom } from '#core/seed.ts'
import { hashAccessCode } from '#server/auth/access-code-hash.ts'
import { closeExam, openExam } from '#server/exams/change-status.ts'
import { createExam } from '#server/exams/create-exam.ts'
import { publishExam } from '#server/exams/publish-exam.ts'
import { releaseResults } from '#server/grading/release.ts'
import { settleExam } from '#server/grading/settle-exam.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { atTime, later, morningBefore } from './clock.ts'
import { absent, demoClass } from './people.ts'
import { decideAbsence, gradeProjects } from './projects.ts'
import type { EnrolledStudent } from './student.ts'
import { takeExam } from './take-exam.ts'

const actor: Actor = { id: null, name: 'Démonstration' }

const minute = 60

/**
 * A believable class on the course that ships: a finished and released exam, an exam open now. Everything is created by
 * the platform's own functions, at plausible instants. Runs once; later starts find it done.
 */
export async function seedDemo(deps: Deps, courseId: string): Promise<{ students: EnrolledStudent[]; isNew: boolean }> {
  if ((await deps.db.student.count({ where: { courseId } })) > 0) return { students: [], isNew: false }
  await deps.db.course.update({ where: { id: courseId }, data: { year: schoolYear(deps.now()) } })
  const students = await makeClass(deps, courseId)
  await finishedExam(deps, { courseId, students })
  await gradeProjects(deps, { courseId, students, actor })
  await decideAbsence(deps, { courseId, students, actor })
  await openNow(deps, courseId)
  return { students, isNew: true }
}

async function makeClass(deps: Deps, courseId: string): Promise<EnrolledStudent[]> {
  const createdAt = morningBefore(deps.now(), 40)
  const made: EnrolledStudent[] = []
  for (const [index, { ability, extraTime, ...names }] of demoClass.entries()) {
    const email = `${ascii(names.givenName)}.${ascii(names.familyName)}@exemple.fr`
    const data = {
      ...names,
      courseId,
      email,
      number: String(index + 1).padStart(6, '0'),
      createdAt,
      updatedAt: createdAt,
    }
    const { id } = await deps.db.student.create({ data: { ...data, extraTime: extraTime } })
    const codeHash = hashAccessCode(deps, { courseId, code: demoCode(deps, id) })
    await deps.db.student.update({ where: { id }, data: { codeHash, codeSetAt: createdAt, updatedAt: createdAt } })
    made.push({ ...names, ability, extraTime, id })
  }
  return made
}

/** Derived again at each start, so that it can be printed; only a demonstration may do that. */
export const demoCode = ({ secret }: Pick<Deps, 'secret'>, studentId: string) =>
  accessCodeFrom(createHmac('sha256', secret).update(`demo:${studentId}`).digest())

async function finishedExam(deps: Deps, { courseId, students }: { courseId: string; students: EnrolledStudent[] }) {
  const opensAt = morningBefore(deps.now(), 20)
  const at = atTime(deps, later(opensAt, -2 * 24 * 60 * minute))
  const shipped = await deps.db.exam.findFirst({ where: { courseId, status: 'draft' } })
  const place = shipped
    ? { courseId, examId: shipped.id }
    : await createExam(at.deps, { courseId, title: 'QCM final', actor })
  await publish(at.deps, place)
  at.set(opensAt)
  await openExam(at.deps, { ...place, actor })
  const questions = await deps.db.examQuestion.findMany({ where: { examId: place.examId } })
  for (const { id, ability, familyName, givenName } of students) {
    if (familyName === absent) continue
    const student: StudentCaller = {
      kind: 'student',
      sessionId: '',
      studentId: id,
      courseId,
      name: `${givenName} ${familyName}`,
    }
    const chance = chanceFrom(`demo/${familyName}`)
    await takeExam({ at, student, ability, examId: place.examId, questions, opensAt, chance })
  }
  at.set(later(opensAt, 75 * minute))
  await closeExam(at.deps, { ...place, actor })
  await settleExam(at.deps, place.examId)
  at.set(later(opensAt, 26 * 60 * minute))
  await releaseResults(at.deps, { ...place, what: 'review', actor })
}

async function openNow(deps: Deps, courseId: string) {
  const sat = await deps.db.exam.findFirst({ where: { courseId, status: 'released' }, select: { id: true } })
  const place = await createExam(deps, { courseId, title: 'QCM de rattrapage', retakeOf: sat?.id, actor })
  await publish(deps, place)
  await openExam(deps, { ...place, actor })
}

async function publish(deps: Deps, place: { courseId: string; examId: string }) {
  const { revision } = await deps.db.exam.findUniqueOrThrow({ where: { id: place.examId } })
  await publishExam(deps, { ...place, revision, actor })
}

/** A strong student, an average one and one with extra time: for the visitor. */
export const shownNumbers = ['000011', '000015', '000014']

/** The links and codes printed at start, with which a visitor can try the exam as a student. */
export async function demoDoors(deps: Deps, courseId: string) {
  const exam = await deps.db.exam.findFirst({ where: { courseId, status: 'open' }, orderBy: { openedAt: 'desc' } })
  const students = await deps.db.student.findMany({
    where: { courseId, archivedAt: null, number: { in: shownNumbers } },
    orderBy: { number: 'asc' },
  })
  return {
    courseId,
    examTitle: exam?.title ?? null,
    joinCode: exam ? showCode(exam.joinCode) : null,
    students: students.map(({ id, givenName, familyName }) => ({
      name: `${givenName} ${familyName}`,
      code: showCode(demoCode(deps, id)),
    })),
  }
}

const ascii = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-zA-Z]+/g, '-')
    .toLowerCase()

function schoolYear(today: Date) {
  const first = today.getUTCMonth() >= 7 ? today.getUTCFullYear() : today.getUTCFullYear() - 1
  return `${first}–${first + 1}`
}
