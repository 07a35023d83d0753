import type { ImportedExam } from '#core/grading/response-import.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { freeJoinCode, newSeed } from '#server/exams/create-exam.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { refuseOwnLines } from '#server/platform/own-work.ts'
import { lockClass } from '#server/students/class-lock.ts'
import { markPending } from '../mark-pending.ts'
import { importedQuestion } from './imported-question.ts'
import {
  type ExamImportContent,
  type ImportedPerson,
  planExamImport,
  readResponsesInThread,
} from './plan-exam-import.ts'

type Import = { courseId: string; content: ExamImportContent; title: string; fingerprint: string; actor: Actor }

/** Writes the previewed import in one transaction, as a closed exam; it is then marked like any other. */
export async function importExam(deps: Deps, { courseId, content, title, fingerprint, actor }: Import) {
  const responses = await readResponsesInThread({ responses: content.responses, key: content.key })
  const done = await deps.db.$transaction(
    async (tx) => {
      await lockClass(tx, courseId)
      const plan = await planExamImport(tx, { courseId, content, responses })
      if ('faults' in plan) throw new Refusal('nothing_to_import')
      if (plan.fingerprint !== fingerprint) throw new Refusal('preview_outdated')
      const people = plan.people.filter(({ outcome }) => outcome === 'known' || outcome === 'new')
      if (people.length === 0) throw new Refusal('nothing_to_import')
      const studentIds = people.flatMap((person) => (person.outcome === 'known' ? person.studentId : []))
      await refuseOwnLines(deps, { courseId, personId: actor.id, studentIds })
      const added = await addStudents(deps, { tx, courseId, people })
      const exam = await writeExam(deps, { tx, courseId, title, content, added: [...added.values()], actor })
      const { table } = plan.exam
      const questions = await writeQuestions(tx, { courseId, examId: exam.id, table })
      await writeCopies(deps, { tx, examId: exam.id, people, added, table, questions })
      const after = { title, copies: people.length, added: added.size, questions: questions.length }
      await audit(tx, { courseId, actor, action: 'exam.import', subject: `exam:${exam.id}`, after })
      return { examId: exam.id, copies: people.length, added: added.size }
    },
    { timeout: 120_000, maxWait: 20_000 },
  )
  await markPending(deps, done.examId)
  return done
}

type Writing = { tx: Prisma.TransactionClient; courseId: string }
type Table = ImportedExam['table']

/** Line → the student created for it. */
async function addStudents({ now }: Deps, { tx, courseId, people }: Writing & { people: readonly ImportedPerson[] }) {
  const fresh = people.flatMap((person) => (person.outcome === 'new' ? [person] : []))
  const rows = await tx.student.createManyAndReturn({
    data: fresh.map(({ student }) => ({ ...student, courseId, createdAt: now(), updatedAt: now() })),
    select: { id: true },
  })
  return new Map(fresh.map(({ line }, index) => [line, (rows[index] as { id: string }).id]))
}

type NewExam = Writing & { title: string; content: ExamImportContent; added: string[]; actor: Actor }

async function writeExam(deps: Deps, { tx, courseId, title, content, added, actor }: NewExam) {
  const at = deps.now()
  const { timeZone } = await tx.course.findUniqueOrThrow({ where: { id: courseId }, select: { timeZone: true } })
  return tx.exam.create({
    data: {
      courseId,
      title,
      timeZone,
      status: 'closed',
      joinCode: await freeJoinCode(deps, tx),
      limitMinutes: 60,
      blueprint: { questionIds: [], lines: [] },
      seed: newSeed(deps),
      shuffleQuestions: false,
      shuffleChoices: false,
      scale: content.scale,
      markRule: { outOf: 2000, grain: 1, rounding: 'nearest', floor: 0 },
      release: { what: 'mark', when: 'by_hand' },
      imported: { byName: actor.name, added },
      createdAt: at,
      publishedAt: at,
      closedAt: at,
    },
  })
}

/**
 * A column whose title is the id of a bank question is linked to it, so that the question's history includes this exam.
 */
async function writeQuestions(
  tx: Prisma.TransactionClient,
  { courseId, examId, table }: { courseId: string; examId: string; table: Table },
) {
  const keys = table.items.map(({ name }) => name)
  const bank = await tx.question.findMany({ where: { courseId, key: { in: keys } }, select: { id: true, key: true } })
  const idOf = new Map(bank.map(({ id, key }) => [key, id]))
  await tx.examQuestion.createMany({
    data: table.items.map((item, position) => ({
      ...importedQuestion(item),
      examId,
      position,
      questionId: idOf.get(item.name) ?? null,
    })),
  })
  return tx.examQuestion.findMany({ where: { examId }, orderBy: { position: 'asc' }, select: { id: true } })
}

type Copies = {
  tx: Prisma.TransactionClient
  examId: string
  people: readonly ImportedPerson[]
  added: ReadonlyMap<number, string>
  table: Table
  questions: readonly { id: string }[]
}

const atOnce = 4_000

async function writeCopies({ now }: Deps, { tx, examId, people, added, table, questions }: Copies) {
  const at = now()
  const paper = questions.map(({ id }, index) => ({
    questionId: id,
    choiceIds: (table.items[index]?.choices ?? []).map((choice) => choice.id.toLowerCase()),
  }))
  const studentOf = (person: ImportedPerson) =>
    person.outcome === 'known' ? person.studentId : (added.get(person.line) as string)
  const attempts = await tx.attempt.createManyAndReturn({
    data: people.map((person) => ({
      examId,
      studentId: studentOf(person),
      status: 'submitted' as const,
      seed: '',
      paper,
      startedAt: at,
      closedAt: at,
      createdAt: at,
    })),
    select: { id: true, studentId: true },
  })
  const attemptOf = new Map(attempts.map(({ id, studentId }) => [studentId, id]))
  const answers = people.flatMap((person) =>
    (table.students[person.index]?.answers ?? []).flatMap((answer, index) =>
      Array.isArray(answer)
        ? [
            {
              attemptId: attemptOf.get(studentOf(person)) as string,
              questionId: (questions[index] as { id: string }).id,
              choices: (answer as string[]).map((id) => id.toLowerCase()),
              device: 'import',
              epoch: 1,
              sequence: index + 1,
              savedAt: at,
            },
          ]
        : [],
    ),
  )
  for (let from = 0; from < answers.length; from += atOnce)
    await tx.answer.createMany({ data: answers.slice(from, from + atOnce) })
}
