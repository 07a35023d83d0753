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
import { markedChoices, partsMarked } from '#server/questions/seen-choices.ts'
import { fullNameOf, readHomonyms } from '#server/students/read-homonyms.ts'
import { readClassMarks } from './class-marks.ts'
import { type CopyRow, findCopyOfCourse, findOwnCopy } from './marked-copies.ts'
import { type FrozenMarked, markedExamOf } from './marked-exam.ts'
import { withheld } from './withheld.ts'

/** A marked copy for the trainer: complete, with its history. */
export async function readCopy(deps: Deps, where: { courseId: string; examId: string; attemptId: string }) {
  const row = await findCopyOfCourse(deps, where)
  if (!row) throw new Refusal('not_found')
  const { closedAt, answers, runNumber } = row
  const copy = await copyOf(deps, row)
  const { givenName, familyName, studentId: id } = row
  const events = await deps.db.attemptEvent.findMany({ where: { attemptId: row.id }, orderBy: { id: 'asc' } })
  return {
    ...copy,
    studentName: fullNameOf({ id, givenName, familyName }, await readHomonyms(deps, where.courseId)),
    receiptCode: closedAt && receiptCode(deps, { attemptId: row.id, closedAt, answers }),
    runNumber,
    history: events.map(({ at, type, actorName, reason }) => ({ at: at.toISOString(), type, actorName, reason })),
  }
}

/** The same copy for its student: once released, and as far as the release policy allows. */
export async function readMyReview(deps: Deps, own: { attemptId: string; studentId: string }) {
  const row = await findOwnCopy(deps, own)
  if (!row) throw new Refusal('not_found')
  const { examId, release, examStatus: status, group } = row
  const shown = await shownOf(deps.db, { id: examId, status, release }, { group })
  if (!shown || row.mark === null || row.markedAt === null) throw new Refusal('not_released')
  const copy = await copyOf(deps, row)
  const classMarks = shown.statistics ? await readClassMarks(deps, examId) : null
  if (!shown.review) return { ...copy, classMarks, what: 'mark' as const }
  const parts = shown.review
  // Letters are dropped, because they would reveal a key that is not shown.
  const questions = copy.questions.map(({ choices, names, ...question }) =>
    withheld(
      { ...question, choices: withAnswerIds(deps, { ...question, questionId: question.id, choices, names }) },
      parts,
    ),
  )
  const exact = parts.points ? copy.exact : { ...copy.exact, outcomes: [] }
  return { ...copy, exact, questions, classMarks, parts, what: 'review' as const }
}

async function copyOf(deps: Deps, row: CopyRow) {
  if (row.runId === null || row.mark === null || !wasHandedIn(row.status)) throw new Refusal('marks_missing')
  const { rules, questions: frozen, contexts } = await markedExamOf(deps, { ...row, runId: row.runId })
  const ticked = new Map(row.answers.map(({ questionId, choices }) => [questionId, choices]))
  const lines = new Map(row.detail.map((line) => [line.questionId, line]))
  const questions = row.paper.flatMap(({ questionId, choiceIds }, index) => {
    const question = frozen.get(questionId)
    const line = lines.get(questionId)
    if (!question || !line) return []
    const position = index + 1
    return [questionOf({ question, line, choiceIds, position, rules, ticked: ticked.get(questionId) ?? [] })]
  })
  const documents = new Set(row.paper.flatMap(({ questionId }) => frozen.get(questionId)?.context.context ?? []))
  return {
    examTitle: row.examTitle,
    studentName: `${row.givenName} ${row.familyName}`,
    status: row.status,
    mark: row.mark,
    outOf: rules.markRule.outOf,
    earned: toHundredths(toRational(row.earned)),
    maximum: toHundredths(toRational(row.maximum)),
    exact: exactPoints(row),
    startedAt: row.startedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    timeZone: row.timeZone,
    scaleKind: rules.scale.kind,
    adjustment: adjustmentOf(rules, row.id),
    correctedAt: row.runNumber > 1 ? row.runAt.toISOString() : null,
    ...(documents.size > 0 ? { contexts: [...documents].flatMap((id) => contexts.get(id) ?? []) } : {}),
    questions,
  }
}

const outcomes = ['right', 'partial', 'wrong', 'blank'] as const

/**
 * The exact sums behind a mark. An answer that broke the rule of its question (several ticks) earned nothing and counts
 * as wrong.
 */
function exactPoints(mark: { earned: string; maximum: string; detail: readonly MarkedLine[] }) {
  const lines = mark.detail.map((line) => ({
    outcome: line.outcome === 'invalid' ? 'wrong' : line.outcome,
    earned: toRational(line.earned),
  }))
  const inPoints = (hundredths: Rational) => rationalText(divide(hundredths, rational(100n)))
  return {
    earned: inPoints(toRational(mark.earned)),
    maximum: inPoints(toRational(mark.maximum)),
    outcomes: outcomes.flatMap((outcome) => {
      const those = lines.filter((line) => line.outcome === outcome)
      return those.length === 0
        ? []
        : [{ outcome, count: those.length, earned: inPoints(sum(those.map(({ earned }) => earned))) }]
    }),
  }
}

/** A manual adjustment and its reason, shown to everybody who reads the mark. */
function adjustmentOf({ adjustments }: Pick<Rules, 'adjustments'>, attemptId: string) {
  const own = adjustments?.[attemptId]
  return own ? { by: own.by, reason: own.reason } : null
}

type MarkedQuestion = {
  question: FrozenMarked
  line: MarkedLine
  choiceIds: readonly string[]
  position: number
  rules: Pick<Rules, 'questions'>
  ticked: readonly string[]
}

/**
 * Choices in the order the student saw them; right and wrong by the key of the run, which may differ from the published
 * one.
 */
function questionOf({ question, line, choiceIds, position, rules, ticked }: MarkedQuestion) {
  const { feedback } = question
  const ruled = rules.questions[question.id]
  const key = ruled ? ruleFor(ruled, ticked) : { choices: [] }
  return {
    id: question.id,
    names: question.names,
    position,
    type: question.type,
    section: question.section,
    difficulty: question.difficulty,
    points: line.points,
    ...question.context,
    stem: question.stem,
    ...partsMarked(question, ticked),
    choices: markedChoices({ asked: question, choiceIds, ticked, key, feedbackOf: (id) => feedback[id] ?? null }),
    certainty: certaintyOf(ticked),
    explanation: question.explanation,
    source: question.source,
    earned: toHundredths(toRational(line.earned)),
    outcome: line.outcome,
    working: { code: line.working.code, values: { ...line.working.values } },
  }
}
