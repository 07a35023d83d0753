import { wasHandedIn } from '#core/attempts/sitting.ts'
import { noSection } from '#core/courses/outline.ts'
import type { MarkedLine } from '#core/grading/marking.ts'
import { toHundredths } from '#core/points.ts'
import { headingName } from '#core/questions/course-text.ts'
import { compare, rational, toRational } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import { type OwnSection, ownSections } from '#core/statistics/to-review.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { reviewOf, shownOf } from '#server/attempts/release.ts'
import { readPassageContents } from '#server/courses/read-course-text.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { listPractice } from '#server/questions/practice.ts'
import { placeSections } from './place-sections.ts'

const whole = {
  student: { select: { group: true } },
  marks: { select: { runId: true, detail: true }, orderBy: { run: { number: 'desc' } }, take: 1 },
  exam: {
    select: {
      ...{ id: true, title: true, status: true, release: true },
      runs: { select: { id: true }, orderBy: { number: 'desc' }, take: 1 },
      questions: { select: { id: true, questionId: true, section: true, content: true }, orderBy: { position: 'asc' } },
    },
  },
} as const satisfies Prisma.AttemptInclude

type Learner = Pick<StudentCaller, 'studentId' | 'courseId'>
type Copy = NonNullable<Awaited<ReturnType<typeof findCopy>>>
const findCopy = ({ db }: Deps, where: Prisma.AttemptWhereInput) => db.attempt.findFirst({ where, include: whole })

/** The sections of one released copy. None when its points are withheld, since they would tell which were lost. */
export async function readMySections(deps: Deps, { attemptId, ...learner }: Learner & { attemptId: string }) {
  const copy = await findCopy(deps, { id: attemptId, studentId: learner.studentId })
  if (!copy) throw new Refusal('not_found')
  if (!linesOf(copy) || !(await shownOf(deps.db, copy.exam, copy.student))) throw new Refusal('not_released')
  return sectionsOf(deps, { learner, copies: [copy] })
}

/** The sections of all their released copies; of two exams that asked one, the later tells where they stand. */
export async function readMyCourseSections(deps: Deps, learner: Learner) {
  const copies = await deps.db.attempt.findMany({
    where: { studentId: learner.studentId, exam: { courseId: learner.courseId }, markedAt: { not: null } },
    include: whole,
    orderBy: [{ closedAt: 'asc' }, { id: 'asc' }],
  })
  return sectionsOf(deps, { learner, copies })
}

/** What each question earned by the run that counts; null when the copy has no mark. */
function linesOf({ exam, marks: [mark], status, markedAt }: Copy): readonly MarkedLine[] | null {
  return mark && markedAt && wasHandedIn(status) && mark.runId === exam.runs[0]?.id ? mark.detail : null
}

async function sectionsOf(deps: Deps, { learner, copies }: { learner: Learner; copies: readonly Copy[] }) {
  const { courseId } = learner
  const shown = copies.filter((copy) => linesOf(copy) && reviewOf(copy.exam, copy.student)?.points)
  const questions = shown.flatMap(({ exam }) => exam.questions)
  const places = await placeSections(deps, { courseId, questions })
  const latest = new Map<string, { own: OwnSection; copy: Copy }>()
  for (const copy of shown) {
    const answers = (linesOf(copy) ?? []).map(({ questionId, earned, points }) => ({
      ...{ section: places.sectionOf(questionId), earned: toRational(earned), maximum: rational(points) },
    }))
    for (const own of ownSections(answers)) if (own.id !== noSection) latest.set(own.id, { own, copy })
  }
  const inOrder = [...places.order, ...latest.keys()].filter((id, at, all) => all.indexOf(id) === at)
  const found = inOrder.flatMap((id) => latest.get(id) ?? [])
  const weak = found.filter(({ own }) => own.review !== 'no')
  const [texts, practice] = await Promise.all([
    weak.length > 0 && !(await isTakingExam(deps, learner)) ? readPassageContents(deps, courseId) : null,
    weak.length > 0 ? listPractice(deps, learner) : { sections: [] },
  ])
  return {
    sections: found.map(({ own, copy }) => {
      const { title, sessionTitle } = places.named(own.id)
      const isOf = (id: string) => places.sectionOf(id) === own.id
      const lost = own.review === 'no' ? [] : lostIn(copy, isOf)
      const sources = sourcesOf(copy, lost)
      return {
        ...{ id: own.id, title, sessionTitle, examTitle: copy.exam.title },
        ...{ questions: own.questions, missed: own.missed, review: own.review },
        earned: toHundredths(own.earned),
        maximum: toHundredths(own.maximum),
        objectives: [...new Set(lost.flatMap(({ content }) => content.objective ?? []))],
        passages: sources.map((source) => ({ ...source, content: texts?.get(headingName(source.heading)) ?? null })),
        practice: practice.sections.find(({ id }) => id === own.id)?.questionIds.length ?? 0,
      }
    }),
  }
}

/** The questions of a section that lost points. */
function lostIn(copy: Copy, isOf: (questionId: string) => boolean) {
  const lines = new Map(linesOf(copy)?.map((line) => [line.questionId, line]))
  return copy.exam.questions.filter(({ id }) => {
    const line = lines.get(id)
    return line !== undefined && isOf(id) && compare(toRational(line.earned), rational(line.points)) < 0
  })
}

/** The headings that these questions rest on, each once, with the words they quote. */
function sourcesOf(copy: Copy, lost: Copy['exam']['questions']) {
  if (!reviewOf(copy.exam, copy.student)?.explanations) return []
  const sources = new Map<string, { heading: string; quotes: string[] }>()
  for (const { content } of lost) {
    const { heading, quote } = content.source
    if (heading === '') continue
    const known = sources.get(headingName(heading)) ?? { heading, quotes: [] }
    sources.set(headingName(heading), known)
    if (quote && quote !== heading && !known.quotes.includes(quote)) known.quotes.push(quote)
  }
  return [...sources.values()]
}

/** The text of the course is not at hand while an exam is being taken. */
async function isTakingExam({ db }: Deps, { studentId }: Learner): Promise<boolean> {
  return (await db.attempt.count({ where: { studentId, status: { in: ['in_progress', 'paused'] } } })) > 0
}
