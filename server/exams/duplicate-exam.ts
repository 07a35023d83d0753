import type { Exam, Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { freeJoinCode, newSeed } from './create-exam.ts'
import type { ExamPlace } from './exam.ts'
import { findExamRow } from './queries.ts'

type DuplicateExamInput = ExamPlace & { title: string; isRetake: boolean; actor: Actor }

/** A draft with the settings of an exam. Its listed questions stay; the others are drawn again, from a new seed. */
export async function duplicateExam(deps: Deps, { title, isRetake, actor, ...place }: DuplicateExamInput) {
  const exam = await findExamRow(deps, place)
  const { courseId } = exam
  const retakeOfId = isRetake ? (exam.retakeOfId ?? exam.id) : null
  return deps.db.$transaction(async (tx) => {
    const copy = await tx.exam.create({
      data: {
        ...settingsOf(exam),
        ...{ courseId, title, retakeOfId },
        blueprint: await planOf(tx, exam),
        seed: newSeed(deps),
        joinCode: await freeJoinCode(deps, tx),
        createdAt: deps.now(),
      },
    })
    const after = { title, copyOf: exam.id, ...(retakeOfId ? { retakeOf: retakeOfId } : {}) }
    await audit(tx, { courseId, actor, action: 'exam.create', subject: `exam:${copy.id}`, after })
    return { courseId, examId: copy.id }
  })
}

/** What says neither when, where nor who. */
function settingsOf(exam: Exam) {
  const { instructions, limitMinutes, timeZone, graceSeconds, shuffleQuestions, shuffleChoices } = exam
  const { questionPoints, scale, exceptions, markRule, release, roomCode, networks } = exam
  return {
    ...{ instructions, limitMinutes, timeZone, graceSeconds, shuffleQuestions, shuffleChoices },
    ...{ questionPoints, scale, exceptions, markRule, roomCode, networks },
    release: { ...release, at: null, heldGroups: [] },
  }
}

/** An exam taken elsewhere has no plan: its questions are listed, those the bank still has. */
async function planOf(tx: Prisma.TransactionClient, { id, courseId, blueprint, imported }: Exam) {
  if (imported === null) return blueprint
  const asked = await tx.examQuestion.findMany({
    where: { examId: id },
    orderBy: { position: 'asc' },
    select: { questionKey: true },
  })
  const keys = asked.map(({ questionKey }) => questionKey)
  const found = await tx.question.findMany({
    where: { courseId, archivedAt: null, key: { in: keys } },
    select: { key: true },
  })
  const known = new Set(found.map(({ key }) => key))
  return { questionIds: keys.filter((key) => known.has(key)), lines: [] }
}
