import type { z } from 'zod'
import { type ExamFile, examFile } from '#contract/exams/exam-file.ts'
import { accessCodeFrom, joinCodeFrom } from '#core/access-code.ts'
import { usualCount } from '#core/exams/exam-proposal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readBankCounts } from '#server/questions/queries.ts'
import { spreadLines } from './spread-lines.ts'

type NewExam = {
  courseId: string
  title: string
  proposal?: Pick<ExamFile, 'lines' | 'limitMinutes'> | undefined
  actor: Actor
}

/** Creates a draft that could be published unchanged if the bank has enough questions. */
export async function createExam(deps: Deps, { courseId, title, proposal, actor }: NewExam) {
  const chosen = proposal ?? { lines: await usualLines(deps, courseId) }
  return writeDraft(deps, { courseId, actor, settings: examFile.parse({ ...usual, title, ...chosen }) })
}

async function usualLines(deps: Deps, courseId: string) {
  const { sessions } = await readBankCounts(deps, courseId)
  return spreadLines(sessions, usualCount)
}

const usual: Omit<z.input<typeof examFile>, 'title' | 'lines'> = {
  instructions: '',
  limitMinutes: 40,
  scale: { kind: 'right_minus_wrong', floorAtZero: true },
  markRule: { outOf: 2000, grain: 25, rounding: 'nearest' },
  release: { what: 'review', when: 'by_hand' },
}

/** Also used for the exam that comes with the course. */
export async function writeDraft(
  deps: Deps,
  { courseId, settings, actor }: { courseId: string; settings: ExamFile; actor: Actor },
) {
  const { title, instructions, limitMinutes, lines, scale, exceptions = [], markRule, release } = settings
  return deps.db.$transaction(async (tx) => {
    const { timeZone } = await tx.course.findUniqueOrThrow({ where: { id: courseId }, select: { timeZone: true } })
    const exam = await tx.exam.create({
      data: {
        courseId,
        title,
        instructions,
        limitMinutes,
        timeZone,
        scale,
        exceptions,
        release,
        blueprint: { questionIds: [], lines },
        // A mark is never negative, whatever the scale becomes.
        markRule: { ...markRule, floor: 0 },
        seed: newSeed(deps),
        joinCode: await freeJoinCode(deps, tx),
        createdAt: deps.now(),
      },
    })
    await audit(tx, { courseId, actor, action: 'exam.create', subject: `exam:${exam.id}`, after: { title } })
    return { courseId, examId: exam.id }
  })
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
    if ((await tx.exam.count({ where: { joinCode } })) === 0) return joinCode
  }
  throw new Error('no free join code')
}
