import { mostFound } from '#contract/exports/find-in-course.ts'
import { byName } from '#core/students/name-order.ts'
import { isFoundBy } from '#core/students/person-name.ts'
import type { Role } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findByWords } from '#server/questions/list-questions.ts'

type Search = { courseId: string; role: Role; text: string }

/** What of a course holds every word of the text: whom and what a person may open by its name. */
export async function findInCourse(deps: Deps, { courseId, role, text }: Search) {
  const { db } = deps
  const isTrainer = role !== 'invigilator'
  const titled = { where: { courseId }, orderBy: [{ createdAt: 'desc' as const }, { id: 'asc' as const }] }
  const named = { id: true, title: true } as const
  const [students, exams, projects, questions] = await Promise.all([
    db.student.findMany({
      where: { courseId, mergedIntoId: null, archivedAt: null },
      select: { id: true, familyName: true, givenName: true, email: true, number: true, group: true },
    }),
    db.exam.findMany({ ...titled, select: { ...named, status: true } }),
    isTrainer ? db.project.findMany({ ...titled, select: named }) : [],
    isTrainer ? findByWords(deps, { courseId, words: text.split(/\s+/), most: mostFound }) : [],
  ])
  const first = <Row>(rows: readonly Row[], texts: (row: Row) => readonly string[]) =>
    rows.filter((row) => isFoundBy(text, texts(row))).slice(0, mostFound)
  return {
    students: first(students.toSorted(byName), ({ familyName, givenName, email, number }) => [
      ...[givenName, familyName, givenName, email ?? '', number ?? ''],
    ]).map(({ id, familyName, givenName, number, group }) => ({
      ...{ id, name: `${givenName} ${familyName}`.trim(), number, group },
    })),
    exams: first(exams, ({ title }) => [title]),
    projects: first(projects, ({ title }) => [title]),
    questions: questions.map(({ id, key, opening }) => ({ id, key, opening })),
  }
}
