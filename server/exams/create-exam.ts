import type { z } from 'zod'
import { type ExamFile, examFile } from '#contract/exams/exam-file.ts'
import { accessCodeFrom, joinCodeFrom } from '#core/access-code.ts'
import { usualCount } from '#core/exams/exam-proposal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readBankCounts } from '#server/questions/queries.ts'
import { drawnAfter, slowly } from './draw-from-bank.ts'
import { requireRetakeIn } from './set-retake.ts'
import { spreadLines } from './spread-lines.ts'

type NewExam = {
  courseId: string
  title: string
  proposal?: Pick<ExamFile, 'lines' | 'limitMinutes'> | undefined
  retakeOf?: string | undefined
  actor: Actor
}

/** Creates a draft that could be published unchanged if the bank has enough questions. */
export async function createExam(deps: Deps, { courseId, title, proposal, retakeOf, actor }: NewExam) {
  const chosen = proposal ?? { lines: await usualLines(deps, courseId) }
  return writeDraft(deps, { courseId, actor, retakeOf, settings: examFile.parse({ ...usual, title, ...chosen }) })
}

async function usualLines(deps: Deps, courseId: string) {
  const { sessions } = await readBankCounts(deps, courseId)
  return spreadLines(sessions, usualCount)
}

const usual: Omit<z.input<typeof examFile>, 'title' | 'lines'> = {
  instructions: '',
  limitMinutes: 40,
  scale: { kind: 'right_minus_wrong', floorAtZero: true },
  markRule: { outOf: 2000, grain: 1, rounding: 'nearest' },
  release: { what: 'review', when: 'by_hand' },
}

type Draft = { courseId: string; settings: ExamFile; retakeOf?: string | undefined; actor: Actor }

/** Also used for the exam that comes with the course. */
export async function writeDraft(deps: Deps, { courseId, settings, retakeOf, actor }: Draft) {
  const { title, instructions, limitMinutes, lines, scale, exceptions = [], markRule, release } = settings
  return deps.db.$transaction(async (tx) => {
    const { timeZone } = await tx.course.findUniqueOrThrow({ where: { id: courseId }, select: { timeZone: true } })
    if (retakeOf) await requireRetakeIn(tx, { courseId, examId: null, of: retakeOf })
    const exam = await tx.exam.create({
      data: {
        courseId,
        title,
        retakeOfId: retakeOf ?? null,
        instructions,
        limitMinutes,
        timeZone,
        scale,
        exceptions,
        release,
        blueprint: { questionIds: [], lines },
        markRule,
        seed: newSeed(deps),
        joinCode: await freeJoinCode(deps, tx),
        createdAt: deps.now(),
      },
    })
    await tx.exam.update({ where: { id: exam.id }, data: { drawn: await drawnAfter({ db: tx }, exam) } })
    await audit(tx, {
      courseId,
      actor,
      action: 'exam.create',
      subject: `exam:${exam.id}`,
      after: { title, ...(retakeOf ? { retakeOf } : {}) },
    })
    return { courseId, examId: exam.id }
  }, slowly)
}

/**
 * The seed of all draws of an exam. Eighty bits, because a student who could try every seed would find the one that
 * matches the answers they are sure of, and deduce the key from the order of the other choices.
 */
export const newSeed = ({ randomBytes }: Pick<Deps, 'randomBytes'>) =>
  accessCodeFrom(randomBytes(8)) + accessCodeFrom(randomBytes(8))

/** Of 2³⁰ codes, a code already in use is drawn again; the unique index guarantees uniqueness. */
export async function freeJoinCode({ randomBytes }: Pick<Deps, 'randomBytes'>, tx: Prisma.TransactionClient) {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const joinCode = joinCodeFrom(randomBytes(6))
    if (!(await isJoinCodeTaken(tx, joinCode))) return joinCode
  }
  throw new Error('no free join code')
}

/** By an exam, by a slot, or by the practice of a course: a code leads to one place. */
export const isJoinCodeTaken = async (tx: Prisma.TransactionClient, joinCode: string) =>
  (await tx.exam.count({ where: { joinCode } })) +
    (await tx.examSlot.count({ where: { joinCode } })) +
    (await tx.course.count({ where: { practiceCode: joinCode } })) >
  0
