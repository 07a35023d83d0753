import type { OutlineCommandSent } from '#contract/courses/outline.ts'
import { noSection, sectionsOf } from '#core/courses/outline.ts'
import { sectionAfter } from '#core/courses/outline-change.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readOutlineOf } from '#server/questions/bank/write-outline.ts'
import { commandOf, decided } from './change-outline.ts'
import { plansNaming } from './follow-plans.ts'

type PreviewInput = { courseId: string; command: OutlineCommandSent }
type Row = { key: string; section: string; purpose: string; archived: boolean }

/** What a change of the outline would do to the questions of the course and to its exams; writes nothing. */
export async function previewOutlineChange({ db }: Deps, { courseId, command }: PreviewInput) {
  const { outline } = await readOutlineOf(db, courseId)
  const change = decided(outline, commandOf(command))
  const questions = await db.$queryRaw<Row[]>`
    select distinct on (q.id) q.key, q.section, v.content->>'purpose' as purpose, q."archivedAt" is not null as archived
    from "Question" q join "QuestionVersion" v on v."questionId" = q.id
    where q."courseId" = ${courseId}::uuid order by q.id, v.number desc`
  const moved = questions.filter((one) => sectionAfter(change, one) !== one.section)
  const active = moved.filter(({ archived }) => !archived)
  const kept = new Set(sectionsOf(change.outline).map(({ id }) => id))
  const gone = sectionsOf(outline).filter(({ id }) => !kept.has(id))
  const plans = await plansNaming(db, courseId, new Set(gone.map(({ id }) => id)))
  const follows = (named: readonly string[]) => named.every((id) => change.replaced[id] !== undefined)
  return {
    questions: {
      exam: active.filter(({ purpose }) => purpose === 'exam').length,
      practice: active.filter(({ purpose }) => purpose === 'practice').length,
      archived: moved.length - active.length,
    },
    waiting: active.filter((one) => sectionAfter(change, one) === noSection).length,
    sections: gone.map(({ title }) => title),
    drafts: plans.flatMap(({ of, title, named }) => (of === 'exam' ? [{ title, follows: follows(named) }] : [])),
    plans: plans.flatMap(({ of, title, named }) =>
      of === 'blueprint' ? [{ name: title, follows: follows(named) }] : [],
    ),
    published: await db.exam.count({
      where: {
        courseId,
        status: { not: 'draft' },
        questions: { some: { section: { in: [...new Set(moved.map(({ section }) => section))] } } },
      },
    }),
  }
}
