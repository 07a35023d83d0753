import { createHash } from 'node:crypto'
import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { admissibleChoices } from '#core/attempts/answer.ts'
import { type CopyFileBody, type FiledAnswer, type FiledVerdict, verdictOf } from '#core/attempts/copy-file.ts'
import { handedInStatuses } from '#core/attempts/sitting.ts'
import { Refusal } from '#core/refusal.ts'
import type { Answer, Prisma } from '#prisma/client/client.ts'
import { type Frozen, frozenQuestions, paperContexts, paperQuestions } from '#server/attempts/sitting/copy.ts'
import type { Deps } from '#server/platform/deps.ts'
import { letteredAnswerOf } from '#server/questions/choice-ids.ts'

export type Compared = {
  question: AskedQuestion
  verdict: FiledVerdict
  filed: FiledAnswer | undefined
  kept: Answer | undefined
}

/** Statuses whose answers may still be completed; not those of a voided or unstarted copy. */
const open = ['in_progress', 'paused', ...handedInStatuses]

/** Question by question, in the order of the student: the stored answer beside that of the file. */
export async function compareCopyFile(
  deps: Deps,
  { tx, courseId, file }: { tx: Prisma.TransactionClient; courseId: string; file: CopyFileBody },
) {
  const attempt = await tx.attempt.findFirst({
    where: { id: file.attemptId, examId: file.examId, exam: { courseId } },
    include: {
      answers: true,
      student: { select: { id: true, givenName: true, familyName: true } },
      exam: { select: { id: true, publishedAt: true } },
    },
  })
  if (!attempt) throw new Refusal('not_found')
  if (!open.includes(attempt.status)) throw new Refusal('attempt_wrong_state')
  const { exam, answers, isLettered } = attempt
  const frozen = await frozenQuestions(deps, { examId: exam.id, publishedAt: exam.publishedAt })
  const paper = paperQuestions(frozen, { paper: attempt.paper, as: 'lettered' })
  const filed = new Map(
    file.answers.map((answer) => [
      answer.questionId,
      admitted(paper, isLettered ? answer : withLetters(frozen, answer)),
    ]),
  )
  const lines = paper.map((question): Compared => {
    const own = filed.get(question.id)
    const kept = answers.find(({ questionId }) => questionId === question.id)
    return { question, filed: own, kept, verdict: verdictOf(own, kept) }
  })
  return { attempt, lines, contexts: paperContexts(frozen, paper), fingerprint: fingerprintOf(lines) }
}

/** Converts the choices to letters, from the ids that the student's page had. */
function withLetters({ questions }: Frozen, answer: FiledAnswer): FiledAnswer {
  const question = questions.get(answer.questionId)
  return question ? { ...answer, choices: letteredAnswerOf(question, answer.choices) } : answer
}

/** A signed answer to a question outside this paper is ignored. */
function admitted(paper: readonly AskedQuestion[], answer: FiledAnswer): FiledAnswer {
  return { ...answer, choices: admissibleChoices(paper, answer) }
}

/** Hash of the comparison shown to the trainer, to detect later changes. */
function fingerprintOf(lines: readonly Compared[]): string {
  const shown = lines.map(({ question, verdict, filed, kept }) => [question.id, verdict, filed?.choices, kept?.choices])
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 32)
}
