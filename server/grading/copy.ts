import { wasHandedIn } from '#core/attempts/sitting.ts'
import { certaintyOf } from '#core/exams/certainty.ts'
import { type MarkedLine, type Rules, ruleFor } from '#core/grading/marking.ts'
import { toHundredths } from '#core/points.ts'
import { divide, type Rational, rational, rationalText, sum, toRational } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import { shownOf } from '#server/attempts/release.ts'
import { receiptCode } from '#server/attempts/sitting/receipt.ts'
import type { Deps } from '#server/platform/deps.ts'
import { withAnswerIds } from '#server/questions/choice-ids.ts'
import { sharedContexts } from '#server/questions/contexts.ts'
import { proofOf } from '#server/questions/proof-of.ts'
import { markedChoices, partsMarked } from '#server/questions/seen-choices.ts'
import { fullNameOf, readHomonyms } from '#server/students/read-homonyms.ts'
import { readClassMarks } from './class-marks.ts'
import { withheld } from './withheld.ts'

const whole = {
  exam: { include: { questions: true, runs: { orderBy: { number: 'desc' }, take: 1, select: { id: true } } } },
  student: { select: { id: true, givenName: true, familyName: true, group: true } },
  answers: true,
  marks: { include: { run: true }, orderBy: { run: { number: 'desc' } }, take: 1 },
  events: { orderBy: { id: 'asc' } },
} as const

/** A marked copy for the trainer: complete, with its history. */
export async function readCopy(deps: Deps, where: { courseId: string; examId: string; attemptId: string }) {
  const attempt = await deps.db.attempt.findFirst({
    where: { id: where.attemptId, examId: where.examId, exam: { courseId: where.courseId } },
    include: whole,
  })
  if (!attempt) throw new Refusal('not_found')
  const { closedAt, answers } = attempt
  return {
    ...copyOf(deps, attempt),
    studentName: fullNameOf(attempt.student, await readHomonyms(deps, where.courseId)),
    receiptCode: closedAt && receiptCode(deps, { attemptId: attempt.id, closedAt, answers }),
    runNumber: attempt.marks[0]?.run.number ?? 0,
    history: attempt.events.map(({ at, type, actorName, reason }) => ({
      at: at.toISOString(),
      type,
      actorName,
      reason,
    })),
  }
}

/** The same copy for its student: once released, and as far as the release policy allows. */
export async function readMyReview(deps: Deps, { attemptId, studentId }: { attemptId: string; studentId: string }) {
  const attempt = await deps.db.attempt.findFirst({ where: { id: attemptId, studentId }, include: whole })
  if (!attempt) throw new Refusal('not_found')
  const shown = await shownOf(deps.db, attempt.exam, attempt.student)
  if (!shown || !currentMark(attempt) || attempt.markedAt === null) throw new Refusal('not_released')
  const copy = copyOf(deps, attempt)
  const classMarks = shown.statistics ? await readClassMarks(deps, attempt.examId) : null
  if (!shown.review) return { ...copy, classMarks, what: 'mark' as const }
  const parts = shown.review
  // Letters are dropped, because they would reveal a key that is not shown.
  const questions = copy.questions.map(({ choices, ...question }) =>
    withheld({ ...question, choices: withAnswerIds(deps, { ...question, questionId: question.id, choices }) }, parts),
  )
  const exact = parts.points ? copy.exact : { ...copy.exact, outcomes: [] }
  return { ...copy, exact, questions, classMarks, parts, what: 'review' as const }
}

type Whole = NonNullable<Awaited<ReturnType<typeof findWhole>>>
const findWhole = ({ db }: Deps) => db.attempt.findFirst({ include: whole })

/** The mark of the current run; marks of older runs are history. */
const currentMark = ({ exam, marks: [mark] }: Whole) => (mark && mark.runId === exam.runs[0]?.id ? mark : null)

/** The frozen questions of a paper, in its order. */
const paperOf = (paper: Whole['paper'], questions: Whole['exam']['questions']) =>
  paper.flatMap(({ questionId }) => questions.find(({ id }) => id === questionId) ?? [])

function copyOf(deps: Deps, { exam, student, answers, marks, ...attempt }: Whole) {
  const mark = currentMark({ exam, student, answers, marks, ...attempt })
  if (!mark || !wasHandedIn(attempt.status)) throw new Refusal('marks_missing')
  const rules = mark.run.rules
  const shared = sharedContexts(deps, paperOf(attempt.paper, exam.questions), ({ asked }) => asked.context)
  const ticked = new Map(answers.map(({ questionId, choices }) => [questionId, choices]))
  const lines = new Map(mark.detail.map((line) => [line.questionId, line]))
  return {
    examTitle: exam.title,
    studentName: `${student.givenName} ${student.familyName}`,
    status: attempt.status,
    mark: mark.mark,
    outOf: rules.markRule.outOf,
    earned: toHundredths(toRational(mark.earned as never)),
    maximum: toHundredths(toRational(mark.maximum as never)),
    exact: exactPoints(mark),
    startedAt: attempt.startedAt?.toISOString() ?? null,
    closedAt: attempt.closedAt?.toISOString() ?? null,
    timeZone: exam.timeZone,
    scaleKind: rules.scale.kind,
    adjustment: adjustmentOf(rules, attempt.id),
    correctedAt: mark.run.number > 1 ? mark.run.createdAt.toISOString() : null,
    ...shared.contexts,
    questions: attempt.paper.flatMap(({ questionId, choiceIds }, index) => {
      const question = exam.questions.find(({ id }) => id === questionId)
      const line = lines.get(questionId)
      if (!question || !line) return []
      return [
        {
          ...questionOf({
            question,
            line,
            choiceIds,
            position: index + 1,
            rules,
            ticked: ticked.get(questionId) ?? [],
          }),
          ...shared.named(question),
        },
      ]
    }),
  }
}

const outcomes = ['right', 'partial', 'wrong', 'blank'] as const

/**
 * The exact sums behind a mark. An answer that broke the rule of its question (several ticks) earned nothing and counts
 * as wrong.
 */
function exactPoints(mark: { earned: unknown; maximum: unknown; detail: readonly MarkedLine[] }) {
  const lines = mark.detail.map((line) => ({
    outcome: line.outcome === 'invalid' ? 'wrong' : line.outcome,
    earned: toRational(line.earned),
  }))
  const inPoints = (hundredths: Rational) => rationalText(divide(hundredths, rational(100n)))
  return {
    earned: inPoints(toRational(mark.earned as string)),
    maximum: inPoints(toRational(mark.maximum as string)),
    outcomes: outcomes.flatMap((outcome) => {
      const those = lines.filter((line) => line.outcome === outcome)
      return those.length === 0
        ? []
        : [{ outcome, count: those.length, earned: inPoints(sum(those.map(({ earned }) => earned))) }]
    }),
  }
}

/** A manual adjustment and its reason, shown to everybody who reads the mark. */
function adjustmentOf({ adjustments }: Rules, attemptId: string) {
  const own = adjustments?.[attemptId]
  return own ? { by: own.by, reason: own.reason } : null
}

type MarkedQuestion = {
  question: Whole['exam']['questions'][number]
  line: MarkedLine
  choiceIds: readonly string[]
  position: number
  rules: Rules
  ticked: readonly string[]
}

/**
 * Choices in the order the student saw them; right and wrong by the key of the run, which may differ from the published
 * one.
 */
function questionOf({ question, line, choiceIds, position, rules, ticked }: MarkedQuestion) {
  const asked = question.asked
  const { explanation, feedback } = question.explained
  const ruled = rules.questions[question.id]
  const key = ruled ? ruleFor(ruled, ticked) : { choices: [] }
  return {
    id: question.id,
    position,
    type: asked.type,
    section: question.section,
    difficulty: question.content.difficulty,
    points: line.points,
    stem: asked.stem,
    ...partsMarked(asked, ticked),
    choices: markedChoices({ asked, choiceIds, ticked, key, feedbackOf: (id) => feedback[id] ?? null }),
    certainty: certaintyOf(ticked),
    explanation,
    source: proofOf(question.content),
    earned: toHundredths(toRational(line.earned as never)),
    outcome: line.outcome,
    working: { code: line.working.code, values: { ...line.working.values } },
  }
}
