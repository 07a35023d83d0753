import type { ProjectTerms } from '#contract/projects/project-parts.ts'
import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockProject, type ProjectPlace } from './project.ts'

type SetTermsInput = ProjectPlace & { terms: ProjectTerms; actor: Actor }

/**
 * Dates and penalties may change at any time, and marks follow; the number of graders only before the first grading.
 */
export async function setTerms({ db }: Deps, { terms, actor, ...place }: SetTermsInput) {
  await db.$transaction(async (tx) => {
    const project = await lockProject(tx, place)
    if (project.isDouble !== terms.isDouble) await requireNothingGraded(tx, project)
    const { deadline, late, isDouble, mostGap, takesHttp } = terms
    const before: ProjectTerms = {
      deadline: project.deadline?.toISOString() ?? null,
      ...{ late: project.late, isDouble: project.isDouble, mostGap: project.mostGap },
      takesHttp: project.takesHttp,
    }
    await tx.project.update({
      where: { id: project.id },
      data: {
        deadline: deadline === null ? null : new Date(deadline),
        late: late ?? Prisma.DbNull,
        ...{ isDouble, mostGap, takesHttp },
      },
    })
    const subject = `project:${project.id}`
    await audit(tx, { courseId: place.courseId, actor, action: 'project.terms', subject, before, after: terms })
  })
  return { done: true as const }
}

async function requireNothingGraded(tx: Prisma.TransactionClient, { id }: { id: string }) {
  const teams = await tx.team.findMany({ where: { projectId: id } })
  const begun = await tx.grading.count({ where: { team: { projectId: id } } })
  if (begun > 0 || teams.some(({ levels }) => Object.keys(levels).length > 0)) throw new Refusal('grading_started')
}
