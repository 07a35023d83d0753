import * as contract from '#contract/projects.ts'
import { actorOf } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { adjustMember } from './adjust-member.ts'
import { changeRubric } from './change-rubric.ts'
import { createTeam, deleteTeam, renameTeam } from './change-team.ts'
import { createProject } from './create-project.ts'
import { gradeTeam } from './grade-team.ts'
import { makeTeams } from './make-teams.ts'
import { findMyProject, listMyProjects } from './my-projects.ts'
import type { TeamPlace } from './project.ts'
import { findProject, findTeamGrading, listProjects } from './queries.ts'
import { releaseProject } from './release-project.ts'
import { moveStudent, setMembers } from './set-members.ts'

export function projectsRoutes(serve: Serve, deps: Deps) {
  serve(contract.listProjects, async ({ params }) => ({ projects: await listProjects(deps, params.courseId) }))
  serve(contract.createProject, ({ params, body }, caller) =>
    createProject(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(contract.getProject, ({ params }) => findProject(deps, params))
  serve(contract.changeRubric, ({ params, body }, caller) =>
    changeRubric(deps, { ...params, rubric: body, actor: actorOf(caller) }),
  )
  serve(contract.releaseProject, ({ params, body }, caller) =>
    releaseProject(deps, { ...params, ...body, actor: actorOf(caller) }),
  )

  serve(contract.createTeam, ({ params, body }, caller) =>
    createTeam(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(contract.makeTeams, ({ params, body }, caller) =>
    makeTeams(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(contract.renameTeam, ({ params, body }, caller) =>
    renameTeam(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(contract.deleteTeam, ({ params }, caller) => deleteTeam(deps, { ...params, actor: actorOf(caller) }))
  serve(contract.setMembers, ({ params, body }, caller) =>
    setMembers(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(contract.moveStudent, ({ params, body }, caller) =>
    moveStudent(deps, { ...params, ...body, actor: actorOf(caller) }),
  )

  serve(contract.getTeamGrading, ({ params }) => findTeamGrading(deps, params))
  serve(contract.gradeTeam, async ({ params, body }, caller) => {
    await gradeTeam(deps, { ...params, ...body, actor: actorOf(caller) })
    return savedGrade(deps, params)
  })
  serve(contract.adjustMember, async ({ params, body }, caller) => {
    await adjustMember(deps, { ...params, ...body, actor: actorOf(caller) })
    return savedGrade(deps, params)
  })

  serve(contract.listMyProjects, async (_input, caller) => ({ projects: await listMyProjects(deps, caller) }))
  serve(contract.getMyProject, ({ params }, caller) => findMyProject(deps, { caller, ...params }))
}

async function savedGrade(deps: Deps, place: TeamPlace) {
  return { ...(await findTeamGrading(deps, place)), savedAt: deps.now().toISOString() }
}
