import type { outlineChangeKinds } from '#contract/courses/outline.ts'
import { canonicalJson } from '#core/canonical-json.ts'
import { compareWithFile } from '#core/courses/course-file.ts'
import { differenceOfOutlines, noSection, type Outline, wholeOutline } from '#core/courses/outline.ts'
import type { OutlineChange } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { courseSaid } from '#server/questions/bank/course-said.ts'
import { readBankCounts } from '#server/questions/queries.ts'

const mostListed = 10

/** The sessions and sections of a course with the number of their questions, and what changed lately. */
export async function readOutline(deps: Deps, courseId: string) {
  const course = await deps.db.course.findUniqueOrThrow({ where: { id: courseId } })
  const outline = wholeOutline(course.outline)
  const [counted, changes] = await Promise.all([
    readBankCounts(deps, courseId),
    deps.db.outlineChange.findMany({ where: { courseId }, orderBy: { revision: 'desc' }, take: mostListed }),
  ])
  const last = changes[0]?.material ?? null
  // A material that a newer version replaced is not withdrawn before that one is.
  const isHeld =
    last !== null && (await deps.db.courseMaterial.count({ where: { id: last, courseId, state: 'current' } })) === 0
  const countsOf = new Map(counted.sessions.flatMap((session) => session.sections).map((one) => [one.id, one]))
  const none = { counts: { easy: 0, medium: 0, hard: 0 }, practice: 0 }
  return {
    revision: course.outlineRevision,
    sessions: outline.sessions.map(({ id, title, date = null, labs, sections }) => ({
      id,
      title,
      date,
      labs: [...labs],
      sections: sections.map(({ headings, objectives, ...section }) => {
        const { counts, practice } = countsOf.get(section.id) ?? none
        return {
          ...section,
          headings: [...headings],
          objectives: [...objectives],
          counts,
          ...kinds({ counts, practice }),
        }
      }),
    })),
    waiting: kinds(counted.unplaced),
    changes: changes.map((change, rank) => changeView(change, { isLast: rank === 0 && !isHeld, outline })),
    file: course.fileProposal === null ? null : fileView(course),
  }
}

type Counted = { counts: { easy: number; medium: number; hard: number }; practice: number }

const kinds = ({ counts, practice }: Counted) => ({ exam: counts.easy + counts.medium + counts.hard, practice })

function changeView(
  { id, at, byName, kind, label, moved, after }: OutlineChange,
  { isLast, outline }: { isLast: boolean; outline: Outline },
) {
  return {
    id,
    at: at.toISOString(),
    byName,
    kind: kind as (typeof outlineChangeKinds)[number],
    label,
    questions: moved.length,
    waiting: moved.filter(({ to }) => to === noSection).length,
    canUndo: isLast && canonicalJson(wholeOutline(after)) === canonicalJson(outline),
  }
}

/** The fields that the course and its file both changed: here, and in the file. */
function fileView(course: Parameters<typeof courseSaid>[0]) {
  const file = course.fileProposal
  if (!file) return null
  const stored = courseSaid(course)
  const { decide } = compareWithFile({ file, base: course.fileCourse, stored })
  return {
    outline: decide.includes('sessions') ? differenceOfOutlines(wholeOutline(stored), wholeOutline(file)) : null,
    course: decide.flatMap((field) =>
      field === 'sessions' ? [] : [{ field, here: stored[field] ?? '', file: file[field] ?? '' }],
    ),
  }
}
