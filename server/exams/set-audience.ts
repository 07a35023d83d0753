import {
  type Audience,
  type AudienceReason,
  audienceChange,
  peopleOf,
  type StudentStanding,
} from '#core/exams/audience.ts'
import { Refusal } from '#core/refusal.ts'
import { byName } from '#core/students/name-order.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { drawCopies } from './draw-copies.ts'
import { type ExamPlace, lockExam } from './exam.ts'
import { candidateOf } from './read-who-sits.ts'

type Source = Extract<Audience, { kind: 'rule' }>['of']
/** Where the students stand in what a rule looks at. Marks belong to later concepts, so app.ts passes it in. */
export type ReadStandings = (asked: {
  courseId: string
  of: Source
}) => Promise<{ standings: StudentStanding[]; passMark: string }>

type Asked = ExamPlace & { audience: Audience; studentIds: string[]; readStandings: ReadStandings }

/** Whom an audience stands for today, and what it would change. */
export async function previewAudience(deps: Deps, { courseId, examId, ...asked }: Asked) {
  const exam = await deps.db.exam.findFirst({ where: { id: examId, courseId } })
  if (!exam) throw new Refusal('not_found')
  const { students, people } = await resolve(deps.db, { ...asked, courseId })
  const { added, removed, staying } = await changeOf(deps.db, exam, [...people.keys()])
  const personOf = (student: (typeof students)[number]) => ({
    ...candidateOf(student),
    why: people.get(student.id) ?? null,
  })
  const those = (ids: readonly string[]) => students.filter(({ id }) => ids.includes(id)).map(personOf)
  return {
    people: students.filter(({ id }) => people.has(id)).map(personOf),
    added: [...added],
    removed: those(removed),
    staying: those(staying),
  }
}

/**
 * Says whom an exam is for. A rule is worked out again: when it stands for other people than those who were shown,
 * nothing is written. Newcomers of a published exam get their copy; who leaves loses theirs, which they had not started.
 */
export async function setAudience(deps: Deps, { actor, studentIds, ...asked }: Asked & { actor: Actor }) {
  const { courseId, examId, audience } = asked
  await deps.db.$transaction(
    async (tx) => {
      const exam = await lockExam(tx, { courseId, examId })
      if (exam.status === 'released') throw new Refusal('exam_closed')
      // Who is starting is waited for, so that nobody loses a copy they have begun.
      await tx.$queryRaw`select 1 from "Attempt" where "examId" = ${examId}::uuid order by id for update`
      const { students, people } = await resolve(tx, { ...asked, studentIds })
      const seen = new Set(studentIds)
      if (audience.kind !== 'class' && (seen.size !== people.size || ![...people.keys()].every((id) => seen.has(id))))
        throw new Refusal('audience_changed')
      const wanted = audience.kind === 'class' ? students.map(({ id }) => id) : [...people.keys()]
      const change = await changeOf(tx, exam, wanted)
      await write(tx, { exam, audience, people, staying: change.staying, at: deps.now() })
      await tx.attempt.deleteMany({ where: { examId, status: 'ready', studentId: { in: [...change.removed] } } })
      await tx.exam.update({ where: { id: examId }, data: { audience, revision: exam.revision + 1 } })
      await audit(tx, {
        ...{ courseId, actor, action: 'exam.audience', subject: `exam:${examId}` },
        before: { audience: exam.audience },
        after: { audience, added: change.added, removed: change.removed, staying: change.staying },
      })
    },
    { timeout: 60_000 },
  )
  await drawCopies(deps, examId)
  return { courseId, examId }
}

type Tx = Prisma.TransactionClient
type Resolving = { courseId: string; audience: Audience; studentIds: string[]; readStandings: ReadStandings }

async function resolve(db: Tx, { courseId, audience, studentIds, readStandings }: Resolving) {
  const students = (await db.student.findMany({ where: { courseId, archivedAt: null }, orderBy: { id: 'asc' } })).sort(
    byName,
  )
  const read =
    audience.kind === 'rule' ? await readStandings({ courseId, of: audience.of }) : { standings: [], passMark: '10' }
  const people = peopleOf(audience, { students, chosen: studentIds, ...read })
  return { students, people: people ?? new Map<string, AudienceReason>() }
}

async function changeOf(db: Tx, { id: examId, courseId, audience }: Exam, wanted: string[]) {
  const listed = await db.student.findMany({
    where: {
      courseId,
      archivedAt: null,
      ...(audience.kind === 'class' ? {} : { candidacies: { some: { examId, isListed: true } } }),
    },
    select: { id: true },
  })
  const started = await db.attempt.findMany({
    where: { examId, NOT: { status: 'ready' } },
    select: { studentId: true },
  })
  return audienceChange({
    listed: listed.map(({ id }) => id),
    wanted,
    started: started.map(({ studentId }) => studentId),
  })
}

type Written = {
  exam: Exam
  audience: Audience
  people: ReadonlyMap<string, AudienceReason>
  staying: readonly string[]
  at: Date
}

/** Keeps what differs for those who stay, and lists the others. */
async function write(tx: Tx, { exam: { id: examId }, audience, people, staying, at }: Written) {
  const isClass = audience.kind === 'class'
  if (!isClass) {
    const kept = [...people.keys(), ...staying]
    await tx.candidate.deleteMany({ where: { examId, studentId: { notIn: kept } } })
  }
  await tx.candidate.updateMany({ where: { examId }, data: { isListed: !isClass } })
  if (isClass) return
  const known = await tx.candidate.findMany({ where: { examId }, select: { studentId: true } })
  const had = new Set(known.map(({ studentId }) => studentId))
  const fresh = [...people].filter(([studentId]) => !had.has(studentId))
  const stayingFresh = staying.filter((studentId) => !had.has(studentId))
  await tx.candidate.createMany({
    data: [
      ...fresh.map(([studentId, why]) => ({ examId, studentId, isListed: true, why, at })),
      ...stayingFresh.map((studentId) => ({ examId, studentId, isListed: true, at })),
    ],
  })
  for (const studentId of had) {
    const why = people.get(studentId)
    if (why) await tx.candidate.update({ where: { examId_studentId: { examId, studentId } }, data: { why } })
  }
}
