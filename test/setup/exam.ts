import type { z } from 'zod'
import { examDraft, type release } from '#contract/exams/exam-draft.ts'
import type { ExamView } from '#contract/exams/exams.ts'
import type { ExamStatus } from '#core/exams/exam.ts'
import type { Scale } from '#core/scoring/scale.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { createCopies } from '#server/exams/create-copies.ts'
import { asColumn } from './as-column.ts'
import type { World } from './world.ts'

type NewExam = {
  course: { id: string }
  status?: ExamStatus
  minutes?: number
  opensAt?: Date | null
  closesAt?: Date | null
  scale?: Scale
  release?: z.input<typeof release>
  /** The keys of each question: `'b'`, or `'ac'` for several; every question has choices a to d. */
  keys?: readonly string[]
}

const text = (value: string) => [{ type: 'element', tag: 'p', children: [{ type: 'text', value }] }]
/** By database: the seed of an exam, so the order of its copies, does not depend on the files that ran before. */
const madeIn = new WeakMap<World['db'], number>()

/** A published exam, with an attempt for each student of the course so far. */
export async function makeExam({ db, deps, now }: World, wanted: NewExam) {
  const made = (madeIn.get(db) ?? 0) + 1
  madeIn.set(db, made)
  const { course, status = 'open', minutes = 60, keys = ['a', 'b', 'ac'] } = wanted
  const exam = await db.exam.create({
    data: {
      courseId: course.id,
      title: `QCM ${made}`,
      status,
      joinCode: `T${String(made).padStart(5, '0')}`,
      limitMinutes: minutes,
      opensAt: wanted.opensAt ?? null,
      closesAt: wanted.closesAt ?? null,
      blueprint: { questionIds: [], lines: [] },
      seed: `graine ${made}`,
      scale: asColumn(wanted.scale ?? { kind: 'right_minus_wrong', floorAtZero: true }),
      markRule: { outOf: 2000, grain: 1, rounding: 'nearest' },
      release: wanted.release ?? { what: 'review', when: 'by_hand' },
      publishedAt: now(),
      closedAt: status === 'closed' ? now() : null,
    },
  })
  await db.examQuestion.createMany({
    data: keys.map((key, position) => questionOf({ examId: exam.id, key, position })),
  })
  await db.$transaction((tx) => createCopies(deps, { tx, examId: exam.id }), { timeout: 60_000 })
  const questions = await db.examQuestion.findMany({ where: { examId: exam.id }, orderBy: { position: 'asc' } })
  return { ...exam, questionIds: questions.map(({ id }) => id) }
}

/** The settings of an exam in the form that the editor sends. */
export const settingsOf = (view: ExamView) =>
  examDraft.parse(Object.fromEntries(Object.keys(examDraft.shape).map((name) => [name, view[name as keyof ExamView]])))

/** Texts that must not reach a student before the release. */
export const secretWords = ['EXPLICATION-SECRETE', 'RETOUR-SECRET', 'REFERENCE-SECRETE']

function questionOf({ examId, key, position }: { examId: string; key: string; position: number }) {
  const type = key.length > 1 ? 'multiple' : 'single'
  const ids = ['a', 'b', 'c', 'd']
  return {
    examId,
    position,
    questionKey: `question-${position}`,
    section: 'images-couches',
    points: 100,
    asked: {
      type,
      stem: text(`Question ${position + 1} ?`),
      choices: ids.map((id) => ({ id, text: text(`Choix ${id}`) })),
    },
    content: {
      id: `question-${position}`,
      section: 'images-couches',
      type,
      stem: `Question ${position + 1} ?`,
      difficulty: 'easy',
      level: 'remember',
      purpose: 'exam',
      expectedSeconds: 60,
      explanation: 'EXPLICATION-SECRETE',
      tags: [],
      source: { heading: 'Images', quote: 'une pile de couches' },
      reference: 'https://docs.example.org/REFERENCE-SECRETE',
      choices: ids.map((id) => ({ id, text: `Choix ${id}`, correct: key.includes(id), keepLast: false })),
    },
    explained: { explanation: text('EXPLICATION-SECRETE'), feedback: { a: text('RETOUR-SECRET') } },
  } as Prisma.ExamQuestionCreateManyInput
}
