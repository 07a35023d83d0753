import { getMyStatement } from '#contract/assessment/my-statement.ts'
import { getMyReview } from '#contract/grading/grading.ts'
import { readMyStatement } from '#server/assessment/my-statement.ts'
import { reviewOf } from '#server/attempts/release.ts'
import { readMyReview } from '#server/grading/copy.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { listMyProjects } from '#server/projects/my-projects.ts'
import type { DataScope } from './data-scope.ts'
import { markAndReview, markOf, nullWhen } from './marking.ts'

type Reader = { caller: StudentCaller; group: string }

/** Uses the same shapes as the student's pages, so that the file reveals nothing they could not read there. */
export function studentScope(deps: Deps, { caller, group }: Reader): DataScope {
  const { studentId } = caller
  return {
    async marking({ attemptId }) {
      const read = readMyReview(deps, { attemptId, studentId })
      const review = await nullWhen(['not_released', 'marks_missing'], read.then(getMyReview.reply.parseAsync))
      if (review === null) return null
      return review.what === 'mark' ? markOf(review) : markAndReview(review, review.parts)
    },
    seesAnswers: (exam) => reviewOf(exam, { group }) !== null,
    async projects() {
      return (await listMyProjects(deps, caller)).map(
        ({ title, team, criteria, comment, factor, adjustment, reason, mark, working }) => ({
          ...{ title, team: team.name, comment, factor, adjustment, reason, mark, working },
          criteria: criteria.map(({ title: criterion, levels, levelIds, comment: said }) => ({
            title: criterion,
            level: levels
              .filter(({ id }) => levelIds.includes(id))
              .map(({ label }) => label)
              .join(' / '),
            comment: said,
          })),
        }),
      )
    },
    finalGrade: () => nullWhen(['not_released'], readMyStatement(deps, caller).then(getMyStatement.reply.parseAsync)),
    // Audit entries mention marks before their release, so only the trainer's version has them.
    changes: async () => [],
  }
}
