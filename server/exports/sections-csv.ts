import type { Language } from '#core/language.ts'
import { toHundredths } from '#core/points.ts'
import { rational, toRational } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import { type OwnSection, ownSections } from '#core/statistics/to-review.ts'
import { type DetailedMark, listDetailedMarks } from '#server/grading/queries.ts'
import type { Deps } from '#server/platform/deps.ts'
import { placeSections } from '#server/statistics/place-sections.ts'
import { readStatistics } from '#server/statistics/read-statistics.ts'
import type { FileColumn } from './column.ts'
import { dayOf, figureCell, markCell, numberCell, textCell } from './csv-file.ts'
import { identityColumns } from './sheet-columns.ts'
import type { FileTable } from './table-file.ts'
import { type FileWords, fileWords } from './words.ts'

type OfExam = { courseId: string; examId: string }
type Section = Awaited<ReturnType<typeof readStatistics>>['sections'][number]
/** A section, or one objective of it that questions name. */
type SectionLine = Section & { objective: string }

/** One line per section of the course, then one per objective measured: what the class earned, with its interval. */
export async function sectionsTable(deps: Deps, asked: OfExam): Promise<FileTable<SectionLine>> {
  const { sections } = await readStatistics(deps, { ...asked, blanks: 'scored' })
  const { title, day } = await findExam(deps, asked)
  return {
    kind: 'sections',
    nameOf: (words) => `${title} - ${words.sectionsFile} - ${day}`,
    columnsOf: (language) => sectionColumns(fileWords[language]),
    rows: sections.flatMap((section) => [{ ...section, objective: '' }, ...objectiveLines(section)]),
  }
}

const objectiveLines = (section: Section): SectionLine[] =>
  section.objectives.flatMap(({ text, result }) => (result ? [{ ...section, ...result, objective: text }] : []))

const percent = (value: number | null | undefined) => figureCell({ value: value == null ? null : value * 100 })

function sectionColumns(words: FileWords): FileColumn<SectionLine>[] {
  const { section } = words
  const ofAsked = (row: SectionLine, value: number) => figureCell({ value: row.n === 0 ? null : value })
  return [
    { field: 'session', title: section.session, cell: ({ sessionTitle }) => textCell(sessionTitle) },
    { field: 'section', title: section.title, cell: ({ title }) => textCell(title || section.none) },
    { field: 'objective', title: section.objective, cell: ({ objective }) => textCell(objective) },
    {
      field: 'objectives',
      title: section.objectives,
      cell: ({ objectives }) => textCell(objectives.map(({ text }) => text).join(' / ')),
    },
    { field: 'positions', title: section.positions, cell: ({ positions }) => textCell(positions.join(' ')) },
    { field: 'n', title: words.item.n, cell: ({ n }) => numberCell(n) },
    { field: 'answers', title: section.answers, cell: ({ answers }) => numberCell(answers) },
    { field: 'earned', title: section.earned, cell: (row) => ofAsked(row, row.earned / 100) },
    { field: 'maximum', title: section.maximum, cell: (row) => ofAsked(row, row.maximum / 100) },
    { field: 'share', title: section.share, cell: ({ share }) => percent(share.value) },
    { field: 'low', title: section.low, cell: ({ interval }) => percent(interval?.low) },
    { field: 'high', title: section.high, cell: ({ interval }) => percent(interval?.high) },
    { field: 'verdict', title: section.verdict, cell: ({ verdict }) => textCell(words.sectionVerdict[verdict]) },
  ]
}

type Row = DetailedMark & { sections: ReadonlyMap<string, OwnSection> }

/** One line per student: the points earned on each section the exam asked, and what to read again. */
export async function studentSectionsTable(deps: Deps, asked: OfExam): Promise<FileTable<Row>> {
  const { title, day } = await findExam(deps, asked)
  const [questions, marks] = await Promise.all([
    deps.db.examQuestion.findMany({
      where: { examId: asked.examId },
      select: { id: true, questionId: true, section: true },
      orderBy: { position: 'asc' },
    }),
    listDetailedMarks(deps, asked.examId),
  ])
  const places = await placeSections(deps, { courseId: asked.courseId, questions })
  const used = new Set(questions.map(({ id }) => places.sectionOf(id)))
  const ids = [...places.order.filter((id) => used.has(id)), ...[...used].filter((id) => !places.order.includes(id))]
  const rows = marks.map((mark): Row => {
    const answers = (mark.detail ?? []).map(({ questionId, earned, points }) => ({
      ...{ section: places.sectionOf(questionId), earned: toRational(earned), maximum: rational(points) },
    }))
    return { ...mark, sections: new Map(ownSections(answers).map((own) => [own.id, own])) }
  })
  const columnsOf = (language: Language): FileColumn<Row>[] => {
    const words = fileWords[language]
    const nameOf = (id: string) => places.named(id).title || words.section.none
    const toReview = ({ sections }: Row) => ids.filter((id) => (sections.get(id)?.review ?? 'no') !== 'no')
    return [
      ...identityColumns<Row>(words),
      ...ids.flatMap((id) => [
        pointsColumn(`section:${id}`, words.sectionPoints(nameOf(id)), (row) => row.sections.get(id)?.earned),
        pointsColumn(`section_maximum:${id}`, words.sectionMaximum(nameOf(id)), (row) => row.sections.get(id)?.maximum),
      ]),
      { field: 'review', title: words.section.review, cell: (row) => textCell(toReview(row).map(nameOf).join(' / ')) },
    ]
  }
  return {
    kind: 'student_sections',
    nameOf: (words) => `${title} - ${words.studentSectionsFile} - ${day}`,
    columnsOf,
    rows,
  }
}

const pointsColumn = (
  field: string,
  title: string,
  pointsOf: (row: Row) => OwnSection['earned'] | undefined,
): FileColumn<Row> => ({
  field,
  title,
  cell: (row) => {
    const points = pointsOf(row)
    return markCell(points ? toHundredths(points) : null)
  },
})

async function findExam({ db, now }: Deps, { courseId, examId }: OfExam) {
  const exam = await db.exam.findFirst({ where: { id: examId, courseId } })
  if (!exam) throw new Refusal('not_found')
  return { title: exam.title, day: dayOf(exam.closedAt ?? now(), exam.timeZone) }
}
