import * as briefs from '#contract/projects/briefs.ts'
import * as handIns from '#contract/projects/hand-ins.ts'
import * as grading from '#contract/projects/project-grading.ts'
import * as contract from '#contract/projects/projects.ts'
import * as teams from '#contract/projects/teams.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { adjustMember } from './adjust-member.ts'
import { changeRubric, previewRubric } from './change-rubric.ts'
import { createTeam, deleteTeam, renameTeam } from './change-team.ts'
import { createProject } from './create-project.ts'
import { gradeTeam } from './grade-team.ts'
import { handInProject } from './hand-in.ts'
import { readHandInFileOf, readMyHandInFile } from './hand-in-files.ts'
import { importTeams, previewTeamImport } from './import-teams.ts'
import { listHandIns } from './list-hand-ins.ts'
import { makeTeams } from './make-teams.ts'
import { findMyBrief, listMyBriefs } from './my-briefs.ts'
import { findMyProject, listMyProjects } from './my-projects.ts'
import { openProject } from './open-project.ts'
import { finishGrading } from './own-grading.ts'
import type { TeamPlace } from './project.ts'
import { findProject, findTeamGrading, listProjects } from './queries.ts'
import { releaseProject } from './release-project.ts'
import { resolveGradings, withdrawResolution } from './resolve-gradings.ts'
import { saveDelivery } from './save-delivery.ts'
import { setBlindness } from './set-blindness.ts'
import { moveStudent, setMembers } from './set-members.ts'
import { setTerms } from './set-terms.ts'
import { previewBrief, writeBrief } from './write-brief.ts'

export function projectsRoutes(serve: Serve, deps: Deps) {
  serve(contract.listProjects, async ({ params }) => ({ projects: await listProjects(deps, params.courseId) }))
  serve(contract.createProject, ({ params, body, actor }) => createProject(deps, { ...params, ...body, actor }))
  serve(contract.getProject, ({ params }, { personId }) => findProject(deps, { ...params, personId }))
  serve(contract.previewRubric, ({ params, body }) => previewRubric(deps, { ...params, rubric: body }))
  serve(contract.changeRubric, ({ params, body, actor }) => changeRubric(deps, { ...params, rubric: body, actor }))
  serve(contract.setProjectTerms, ({ params, body, actor }) => setTerms(deps, { ...params, terms: body, actor }))
  serve(contract.setBlindness, ({ params, body, actor }) => setBlindness(deps, { ...params, ...body, actor }))
  serve(contract.releaseProject, ({ params, body, actor }) => releaseProject(deps, { ...params, ...body, actor }))
  briefRoutes(serve, deps)
  teamRoutes(serve, deps)
  gradingRoutes(serve, deps)
  serve(contract.listMyProjects, async (_input, caller) => ({ projects: await listMyProjects(deps, caller) }))
  serve(contract.getMyProject, ({ params }, caller) => findMyProject(deps, { caller, ...params }))
}

function briefRoutes(serve: Serve, deps: Deps) {
  serve(briefs.writeBrief, ({ params, body, actor }) => writeBrief(deps, { ...params, ...body, actor }))
  serve(briefs.previewBrief, ({ body }) => previewBrief(deps, body))
  serve(briefs.openProject, ({ params, body, actor }) => openProject(deps, { ...params, opening: body, actor }))
  serve(briefs.listMyBriefs, (_input, caller) => listMyBriefs(deps, caller))
  serve(briefs.getMyBrief, ({ params }, caller) => findMyBrief(deps, { ...params, caller }))
  serve(handIns.handInProject, ({ params, body }, caller) => handInProject(deps, { ...params, ...body, caller }))
  serve(handIns.getMyHandInFile, ({ params }, caller) => readMyHandInFile(deps, { ...params, caller }))
  serve(handIns.listHandIns, ({ params }) => listHandIns(deps, params))
  serve(handIns.getHandInFile, ({ params }) => readHandInFileOf(deps, params))
}

function teamRoutes(serve: Serve, deps: Deps) {
  serve(teams.createTeam, ({ params, body, actor }) => createTeam(deps, { ...params, ...body, actor }))
  serve(teams.makeTeams, ({ params, body, actor }) => makeTeams(deps, { ...params, ...body, actor }))
  serve(teams.renameTeam, ({ params, body, actor }) => renameTeam(deps, { ...params, ...body, actor }))
  serve(teams.deleteTeam, ({ params, actor }) => deleteTeam(deps, { ...params, actor }))
  serve(teams.setMembers, ({ params, body, actor }) => setMembers(deps, { ...params, ...body, actor }))
  serve(teams.moveStudent, ({ params, body, actor }) => moveStudent(deps, { ...params, ...body, actor }))
  serve(teams.previewTeamImport, ({ params, body }) => previewTeamImport(deps, { ...params, content: body }))
  serve(teams.importTeams, ({ params, body: { fingerprint, ...content }, actor }) =>
    importTeams(deps, { ...params, content, fingerprint, actor }),
  )
}

function gradingRoutes(serve: Serve, deps: Deps) {
  // Returns the revision that was written, because somebody else may have saved since.
  const saved = async (place: TeamPlace & { personId: string }, { revision }: { revision: number }) => {
    return { ...(await findTeamGrading(deps, place)), revision, savedAt: deps.now().toISOString() }
  }
  serve(grading.getTeamGrading, ({ params }, { personId }) => findTeamGrading(deps, { ...params, personId }))
  serve(grading.gradeTeam, async ({ params, body, actor }, caller) => {
    const written = await gradeTeam(deps, { ...params, ...body, actor })
    return saved({ ...params, personId: caller.personId }, written)
  })
  serve(grading.adjustMember, async ({ params, body, actor }, caller) => {
    const written = await adjustMember(deps, { ...params, ...body, actor })
    return saved({ ...params, personId: caller.personId }, written)
  })
  serve(grading.saveDelivery, async ({ params, body, actor }, caller) => {
    const written = await saveDelivery(deps, { ...params, ...body, actor })
    return saved({ ...params, personId: caller.personId }, written)
  })
  serve(grading.finishGrading, ({ params, body, actor }) => finishGrading(deps, { ...params, ...body, actor }))
  serve(grading.resolveGradings, ({ params, body, actor }) => resolveGradings(deps, { ...params, choice: body, actor }))
  serve(grading.withdrawResolution, ({ params, body, actor }) =>
    withdrawResolution(deps, { ...params, ...body, actor }),
  )
}
