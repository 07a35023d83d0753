import { drawPaper } from '#core/draw.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'

type Frozen = {
  id: string
  content: { type: 'single' | 'multiple' | 'true_false'; choices: { id: string; keepLast: boolean }[] }
}

/**
 * Draws the papers that are missing: all of them at publication, one when a student joins later. Drawn once and
 * stored: nothing is shuffled on read. Two replicas drawing the same one store one (unique per exam and student).
 */
export async function preparePapers(deps: Deps, examId: string, studentId?: string): Promise<number> {
  const exam = await deps.db.exam.findUnique({ where: { id: examId } })
  if (!exam || exam.status === 'draft') throw new Refusal('exam_not_open')
  const students = await deps.db.student.findMany({
    where: {
      courseId: exam.courseId,
      archivedAt: null,
      attempts: { none: { examId } },
      ...(studentId ? { id: studentId } : {}),
    },
    select: { id: true },
  })
  if (students.length === 0) return 0
  const questions = await deps.db.examQuestion.findMany({ where: { examId }, orderBy: { position: 'asc' } })
  const frozen = questions.map(({ id, content }) => ({ id, ...(content as unknown as Frozen['content']) }))
  const drawn = students.map((student) => {
    const seed = `${exam.seed}/${student.id}`
    const paper = drawPaper({ ...exam, questions: frozen, seed })
    return {
      examId,
      studentId: student.id,
      seed,
      paper: paper.map((line) => ({ ...line, choiceIds: [...line.choiceIds] })),
    }
  })
  const { count } = await deps.db.attempt.createMany({ data: drawn, skipDuplicates: true })
  return count
}
