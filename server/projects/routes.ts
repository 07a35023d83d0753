import * as grading from '#contract/projects/project-grading.ts'
import * as contract from '#contract/projects/projects.ts'
import * as teams from '#contract/projects/teams.ts'
import { actorOf } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { adjustMember } from './adjust-member.ts'
import { changeRubric } from './change-rubric.ts'
import { createTeam, deleteTeam, renameTeam } from './change-team.ts'
import { createProject } from './create-project.ts'
import { gradeTeam } from './grade-team.ts'
import { importTeams, previewTeamImport } from './import-teams.ts'
import { makeTeams } from './make-teams.ts'
import { findMyProject, listMyProjects } from './my-projects.ts'
import { finishGrading } from './own-grading.ts'
import type { TeamPlace } from './project.ts'
import { findProject, findTeamGrading, listProjects } from './queries.ts'
import { releaseProject } from './release-project.ts'
import { resolveGradings, withdrawResolution } from './resolve-gradings.ts'
import { saveDelivery } from './save-delivery.ts'
import { setBlindness } from './set-blindness.ts'
import { moveStudent, setMembers } from './set-members.ts'
import { setTerms } from './set-terms.ts'

export function projectsRoutes(serve: Serve, deps: Deps) {
  serve(contract.listProjects, async ({ params }) => ({ projects: await listProjects(deps, params.courseId) }))
  serve(contract.createProject, ({ params, body }, caller) =>
    createProject(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(contract.getProject, ({ params }, { personId }) => findProject(deps, { ...params, personId }))
  serve(contract.changeRubric, ({ params, body }, caller) =>
    changeRubric(deps, { ...params, rubric: body, actor: actorOf(caller) }),
  )
  serve(contract.setProjectTerms, ({ params, body }, caller) =>
    setTerms(deps, { ...params, terms: body, actor: actorOf(caller) }),
  )
  serve(contract.setBlindness, ({ params, body }, caller) =>
    setBlindness(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(contract.releaseProject, ({ params, body }, caller) =>
    releaseProject(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  teamRoutes(serve, deps)
  gradingRoutes(serve, deps)
  serve(contract.listMyProjects, async (_input, caller) => ({ projects: await listMyProjects(deps, caller) }))
  serve(contract.getMyProject, ({ params }, caller) => findMyProject(deps, { caller, ...params }))
}

function teamRoutes(serve: Serve, deps: Deps) {
  serve(teams.createTeam, ({ params, body }, caller) =>
    createTeam(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(teams.makeTeams, ({ params, body }, caller) => makeTeams(deps, { ...params, ...body, actor: actorOf(caller) }))
  serve(teams.renameTeam, ({ params, body }, caller) =>
    renameTeam(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(teams.deleteTeam, ({ params }, caller) => deleteTeam(deps, { ...params, actor: actorOf(caller) }))
  serve(teams.setMembers, ({ params, body }, caller) =>
    setMembers(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(teams.moveStudent, ({ params, body }, caller) =>
    moveStudent(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(teams.previewTeamImport, ({ params, body }) => previewTeamImport(deps, { ...params, content: body }))
  serve(teams.importTeams, ({ params, body: { fingerprint, ...content } }, caller) =>
    importTeams(deps, { ...params, content, fingerprint, actor: actorOf(caller) }),
  )
}

function gradingRoutes(serve: Serve, deps: Deps) {
  // With the revision that was written, not the one that is read: somebody else may have saved in between.
  const saved = async (place: TeamPlace & { personId: string }, { revision }: { revision: number }) => {
    return { ...(await findTeamGrading(deps, place)), revision, savedAt: deps.now().toISOString() }
  }
  serve(grading.getTeamGrading, ({ params }, { personId }) => findTeamGrading(deps, { ...params, personId }))
  serve(grading.gradeTeam, async ({ params, body }, caller) => {
    const written = await gradeTeam(deps, { ...params, ...body, actor: actorOf(caller) })
    return saved({ ...params, personId: caller.personId }, written)
  })
  serve(grading.adjustMember, async ({ params, body }, caller) => {
    const written = await adjustMember(deps, { ...params, ...body, actor: actorOf(caller) })
    return saved({ ...params, personId: caller.personId }, written)
  })
  serve(grading.saveDelivery, async ({ params, body }, caller) => {
    const written = await saveDelivery(deps, { ...params, ...body, actor: actorOf(caller) })
    return saved({ ...params, personId: caller.personId }, written)
  })
  serve(grading.finishGrading, ({ params, body }, caller) =>
    finishGrading(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(grading.resolveGradings, ({ params, body }, caller) =>
    resolveGradings(deps, { ...params, choice: body, actor: actorOf(caller) }),
  )
  serve(grading.withdrawResolution, ({ params, body }, caller) =>
    withdrawResolution(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
}
