import { certaintyOf, ticksOf } from '#core/exams/certainty.ts'
import type { MarkedLine } from '#core/grading/marking.ts'
import type { Language } from '#core/language.ts'
import { formatMark, toHundredths } from '#core/points.ts'
import { typedOf } from '#core/questions/typed-answer.ts'
import { toRational } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import type { Scale } from '#core/scoring/scale.ts'
import { readSlots } from '#server/exams/slots.ts'
import { type DetailedMark, listDetailedMarks } from '#server/grading/queries.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { FileColumn } from './column.ts'
import { dayOf, instantCell, markCell, numberCell, textCell } from './csv-file.ts'
import { identityColumns, slotColumns } from './sheet-columns.ts'
import type { FileTable } from './table-file.ts'
import { type FileWords, fileWords } from './words.ts'

type CopiesInput = { courseId: string; examId: string }
type Question = { id: string; position: number; questionKey: string; points: number; scale: unknown }

/** One line per student, one column per question in the order of the exam: the points in the current run. */
export async function pointsTable(deps: Deps, asked: CopiesInput): Promise<FileTable<DetailedMark>> {
  const { exam, questions, marks, day, slots } = await open(deps, asked)
  const columnsOf = (language: Language, words = fileWords[language]): FileColumn<DetailedMark>[] => [
    ...identityColumns<DetailedMark>(words),
    ...slotColumns<DetailedMark>(words, slots),
    ...questions.map(({ id, position, points }) => ({
      field: `question:${id}`,
      title: words.questionOn(position + 1, formatMark(points, language)),
      cell: ({ detail }: DetailedMark) => markCell(earnedOf(detail?.find((line) => line.questionId === id))),
    })),
    { field: 'mark', title: words.markOn(formatMark(exam.outOf, language)), cell: ({ mark }) => markCell(mark) },
  ]
  const nameOf = (words: FileWords) => `${exam.title} - ${words.pointsFile} - ${day}`
  return { kind: 'points', nameOf, columnsOf: (language) => columnsOf(language), rows: marks }
}

type AnswerRow = { copy: DetailedMark; question: Question; ticked: string[]; savedAt: Date | null }

/** One line per student and question, the long format of statistics programs. Copies are read a few at a time. */
export async function answersTable(deps: Deps, asked: CopiesInput): Promise<FileTable<AnswerRow>> {
  const { exam, questions, marks, day, slots } = await open(deps, asked)
  const asksCertainty = [exam.scale, ...questions.map(({ scale }) => scale)].some(isCertaintyScale)
  const certainty = (words: FileWords): FileColumn<AnswerRow> => ({
    field: 'certainty',
    title: words.certainty,
    cell: ({ ticked }) => numberCell(certaintyOf(ticked)),
  })
  const columnsOf = (words: FileWords): FileColumn<AnswerRow>[] => [
    ...[...identityColumns<DetailedMark>(words), ...slotColumns<DetailedMark>(words, slots)].map(
      ({ cell, ...column }) => ({
        ...column,
        cell: ({ copy }: AnswerRow) => cell(copy),
      }),
    ),
    { field: 'position', title: words.position, cell: ({ question }) => numberCell(question.position + 1) },
    { field: 'question', title: words.question, cell: ({ question }) => textCell(question.questionKey) },
    {
      field: 'answer',
      title: words.answer,
      cell: ({ ticked }) => textCell(typedOf(ticked) ?? ticksOf(ticked).join(' ')),
    },
    ...(asksCertainty ? [certainty(words)] : []),
    {
      field: 'outcome',
      title: words.outcomeOf,
      cell: (row) => {
        const line = lineOf(row)
        return textCell(line ? words.answerOutcome[line.outcome] : '')
      },
    },
    { field: 'points', title: words.points, cell: (row) => markCell(earnedOf(lineOf(row))) },
    { field: 'saved', title: words.savedAt, cell: ({ savedAt }) => instantCell(savedAt, exam.timeZone) },
  ]
  return {
    kind: 'answers',
    nameOf: (words) => `${exam.title} - ${words.answersFile} - ${day}`,
    columnsOf: (language) => columnsOf(fileWords[language]),
    rows: answersOf(deps, { copies: marks, questions }),
  }
}

const isCertaintyScale = (scale: unknown) => (scale as Scale | null)?.kind === 'certainty'

const lineOf = ({ copy, question }: AnswerRow) => copy.detail?.find((line) => line.questionId === question.id)

const earnedOf = (line: MarkedLine | undefined) => (line ? toHundredths(toRational(line.earned as never)) : null)

const copiesAtOnce = 100

async function* answersOf({ db }: Deps, given: { copies: DetailedMark[]; questions: Question[] }) {
  const copies = given.copies.filter(({ attemptId, startedAt }) => attemptId !== null && startedAt !== null)
  for (let start = 0; start < copies.length; start += copiesAtOnce) {
    const some = copies.slice(start, start + copiesAtOnce)
    const ids = some.flatMap(({ attemptId }) => attemptId ?? [])
    const [answers, attempts] = await Promise.all([
      db.answer.findMany({
        where: { attemptId: { in: ids } },
        select: { attemptId: true, questionId: true, choices: true, savedAt: true },
      }),
      db.attempt.findMany({ where: { id: { in: ids } }, select: { id: true, paper: true } }),
    ])
    const papers = new Map(attempts.map(({ id, paper }) => [id, paper]))
    const answerOf = new Map(answers.map((answer) => [`${answer.attemptId}/${answer.questionId}`, answer]))
    for (const copy of some) {
      // A question that a copy did not ask is no blank: it has no line.
      const own = new Set(papers.get(copy.attemptId ?? '')?.map(({ questionId }) => questionId))
      for (const question of given.questions.filter(({ id }) => own.has(id))) {
        const answer = answerOf.get(`${copy.attemptId}/${question.id}`)
        yield { copy, question, ticked: answer?.choices ?? [], savedAt: answer?.savedAt ?? null }
      }
    }
  }
}

/** The exam, its slots, its questions, one line per student, and the date for the file name. */
async function open(deps: Deps, { courseId, examId }: CopiesInput) {
  const exam = await deps.db.exam.findFirst({ where: { id: examId, courseId } })
  if (!exam) throw new Refusal('not_found')
  const questions = await deps.db.examQuestion.findMany({
    where: { examId },
    orderBy: { position: 'asc' },
    select: { id: true, position: true, questionKey: true, points: true, scale: true },
  })
  return {
    exam: { ...exam, outOf: exam.markRule.outOf },
    questions,
    marks: await listDetailedMarks(deps, examId),
    slots: await readSlots(deps.db, exam),
    day: dayOf(exam.closedAt ?? deps.now(), exam.timeZone),
  }
}
