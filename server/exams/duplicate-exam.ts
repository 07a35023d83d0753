import type { Exam, Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { freeJoinCode, newSeed } from './create-exam.ts'
import { drawnAfter, slowly } from './draw-from-bank.ts'
import type { ExamPlace } from './exam.ts'
import { findExamRow } from './queries.ts'
import { newQuitPassword } from './quit-password.ts'

type DuplicateExamInput = ExamPlace & { title: string; isRetake: boolean; actor: Actor }

/**
 * A draft with the settings of an exam, its audience and its slots without their hours. Its listed questions stay; the
 * others are drawn again, from a new seed. What differs for one student was for that exam only.
 */
export async function duplicateExam(deps: Deps, { title, isRetake, actor, ...place }: DuplicateExamInput) {
  const exam = await findExamRow(deps, place)
  const { courseId } = exam
  const retakeOfId = isRetake ? (exam.retakeOfId ?? exam.id) : null
  return deps.db.$transaction(async (tx) => {
    const copy = await tx.exam.create({
      data: {
        ...settingsOf(exam),
        ...{ courseId, title, retakeOfId },
        // A retake is for others than the exam it follows: its trainer says whom.
        ...(isRetake ? { audience: { kind: 'class' as const }, slotName: '' } : {}),
        blueprint: await planOf(tx, exam),
        seed: newSeed(deps),
        joinCode: await freeJoinCode(deps, tx),
        // Told to invigilators, it is known by now.
        quitPassword: exam.quitPassword === '' ? '' : newQuitPassword(deps),
        createdAt: deps.now(),
      },
    })
    await copyBrowserFiles(tx, { from: exam.id, to: copy.id })
    if (!isRetake) await copyWhoSits(deps, tx, { from: exam.id, to: copy.id })
    await tx.exam.update({ where: { id: copy.id }, data: { drawn: await drawnAfter({ db: tx }, copy) } })
    const after = { title, copyOf: exam.id, ...(retakeOfId ? { retakeOf: retakeOfId } : {}) }
    await audit(tx, { courseId, actor, action: 'exam.create', subject: `exam:${copy.id}`, after })
    return { courseId, examId: copy.id }
  }, slowly)
}

type Ends = { from: string; to: string }

async function copyBrowserFiles(tx: Prisma.TransactionClient, { from, to: examId }: Ends) {
  const files = await tx.lockedBrowserFile.findMany({ where: { examId: from } })
  await tx.lockedBrowserFile.createMany({ data: files.map((file) => ({ ...file, examId })) })
}

async function copyWhoSits(deps: Deps, tx: Prisma.TransactionClient, { from, to: examId }: Ends) {
  const slots = await tx.examSlot.findMany({ where: { examId: from }, orderBy: { number: 'asc' } })
  for (const { number, name, groups } of slots)
    await tx.examSlot.create({ data: { examId, number, name, groups, joinCode: await freeJoinCode(deps, tx) } })
  const listed = await tx.candidate.findMany({
    where: { examId: from, isListed: true, student: { archivedAt: null } },
    select: { studentId: true, why: true },
  })
  const at = deps.now()
  await tx.candidate.createMany({
    data: listed.map(({ studentId, why }) => ({ examId, studentId, isListed: true, at, ...(why ? { why } : {}) })),
  })
}

/** What says neither when nor where. */
function settingsOf(exam: Exam) {
  const { instructions, limitMinutes, timeZone, graceSeconds, shuffleQuestions, shuffleChoices } = exam
  const { questionPoints, scale, exceptions, markRule, release, roomCode, networks, pauseShows } = exam
  const { audience, slotName, ownQuestions, lockedBrowser } = exam
  return {
    ...{ instructions, limitMinutes, timeZone, graceSeconds, shuffleQuestions, shuffleChoices },
    ...{ questionPoints, scale, exceptions, markRule, roomCode, networks, pauseShows },
    ...{ audience, slotName, ownQuestions, lockedBrowser },
    release: { ...release, at: null, heldGroups: [], early: false },
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
