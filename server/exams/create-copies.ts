import { drawPaper, type PaperQuestion } from '#core/draw.ts'
import type { Question } from '#core/question.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'

type Wanted = { tx: Prisma.TransactionClient; examId: string; studentId?: string; most?: number }

/**
 * Draws the copy of every student of the course who has none, once and for all: nothing is shuffled on read. Also for
 * one student alone, added to the class after the publication, or for so many at most. Asked twice, it draws nothing.
 * Returns how many students had none.
 */
export async function createCopies(deps: Pick<Deps, 'randomBytes' | 'now'>, { tx, examId, studentId, most }: Wanted) {
  const exam = await tx.exam.findUniqueOrThrow({ where: { id: examId } })
  const students = await tx.student.findMany({
    where: {
      courseId: exam.courseId,
      archivedAt: null,
      attempts: { none: { examId } },
      ...(studentId ? { id: studentId } : {}),
    },
    select: { id: true },
    ...(most ? { take: most } : {}),
  })
  if (students.length === 0) return 0
  const questions = await frozenQuestions(tx, examId)
  const { shuffleQuestions, shuffleChoices } = exam
  await tx.attempt.createMany({
    data: students.map((student) => {
      const seed = deps.randomBytes(8).toString('hex')
      const paper: PaperQuestion[] = drawPaper({ questions, shuffleQuestions, shuffleChoices, seed })
      return {
        examId,
        studentId: student.id,
        seed,
        paper: paper as unknown as Prisma.InputJsonValue,
        createdAt: deps.now(),
      }
    }),
    // Two tabs of the same student: one copy.
    skipDuplicates: true,
  })
  return students.length
}

/** Known by the ids of the frozen questions: the bank may change, the copy does not. */
async function frozenQuestions(tx: Prisma.TransactionClient, examId: string) {
  const rows = await tx.examQuestion.findMany({
    where: { examId },
    orderBy: { position: 'asc' },
    select: { id: true, content: true },
  })
  return rows.map(({ id, content }) => {
    const { type, choices } = content as unknown as Question
    return { id, type, choices }
  })
}
