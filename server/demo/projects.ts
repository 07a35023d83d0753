import type { Rubric } from '#core/projects/rubric.ts'
import { chanceFrom } from '#core/seed.ts'
import { setEntry } from '#server/assessment/set-entry.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { adjustMember } from '#server/projects/adjust-member.ts'
import { createTeam } from '#server/projects/change-team.ts'
import { gradeTeam } from '#server/projects/grade-team.ts'
import { handInProject } from '#server/projects/hand-in.ts'
import { openProject } from '#server/projects/open-project.ts'
import { setMembers } from '#server/projects/set-members.ts'
import { absent, demoTeams } from './people.ts'
import type { EnrolledStudent } from './student.ts'

type GradeProjectsInput = { courseId: string; students: EnrolledStudent[]; actor: Actor }

/** Six teams of four, graded with the shipped rubric as a trainer would; one student deserved half a point more. */
export async function gradeProjects(deps: Deps, { courseId, students, actor }: GradeProjectsInput) {
  const project = await deps.db.project.findFirst({ where: { courseId }, orderBy: { createdAt: 'asc' } })
  if (!project) return
  const rubric = project.rubric
  await openProject(deps, { courseId, projectId: project.id, opening: { opens: 'now' }, actor })
  for (const [index, name] of demoTeams.entries()) {
    const members = students.filter((_, rank) => rank % demoTeams.length === index)
    const { id: teamId } = await createTeam(deps, { courseId, projectId: project.id, name, actor })
    const place = { courseId, projectId: project.id, teamId }
    await setMembers(deps, { ...place, studentIds: members.map(({ id }) => id), actor })
    const ability = members.reduce((sum, student) => sum + student.ability, 0) / members.length
    await handIn(deps, { projectId: project.id, courseId, name, index, by: members[0] })
    const levels = levelsOf({ rubric, ability, name })
    const comment = comments[index] ?? ''
    await gradeTeam(deps, { ...place, levels, comments: {}, comment, revision: await revisionOf(deps, teamId), actor })
    if (index > 0) continue
    const [first] = members
    if (!first) continue
    const reason = 'A porté seule la démonstration de réconciliation pendant la soutenance.'
    const revision = await revisionOf(deps, teamId)
    await adjustMember(deps, { ...place, studentId: first.id, revision, factor: '1', adjustment: 50, reason, actor })
  }
}

/** The absence a trainer decided on: one student, unjustified. */
export async function decideAbsence(deps: Deps, { courseId, students, actor }: GradeProjectsInput) {
  const student = students.find(({ familyName }) => familyName === absent)
  if (!student) return
  const reason = 'Absence non justifiée au QCM final.'
  await setEntry(deps, {
    courseId,
    studentId: student.id,
    component: 'qcm',
    status: 'abi',
    mark: null,
    retake: null,
    examId: null,
    reason,
    actor,
  })
}

const comments = [
  'Dépôt clair, réconciliation montrée en direct. La rotation des secrets reste à écrire.',
  'Tout fonctionne ; la documentation ne permet pas encore de repartir de zéro.',
  'Bonne structure. Les images ne sont pas analysées dans la chaîne.',
  'Nextcloud perd ses fichiers quand le Pod est recréé : le volume n’est pas monté au bon endroit.',
  'Soutenance précise, chart bien découpé.',
  'MySQL persiste, mais son mot de passe est en clair dans le dépôt.',
]

type HandInInput = { projectId: string; courseId: string; name: string; index: number; by: { id: string } | undefined }

/** Every team but the last has handed in its repository. */
async function handIn(deps: Deps, { projectId, courseId, name, index, by }: HandInInput) {
  if (!by || index === demoTeams.length - 1) return
  const caller = { kind: 'student' as const, sessionId: '', studentId: by.id, courseId, name: '' }
  const link = `https://forge.exemple.fr/${name.toLowerCase()}/nextcloud`
  await handInProject(deps, { projectId, caller, link, reference: 'v1.0', file: null, isLateKnown: true })
}

/** Levels in ascending order of points; a team mostly gets the level of its ability. */
function levelsOf({ rubric, ability, name }: { rubric: Rubric; ability: number; name: string }) {
  const chance = chanceFrom(`demo/${name}`)
  return Object.fromEntries(
    rubric.criteria.map(({ id, levels }) => {
      const order = [...levels].sort((a, b) => Number(a.points) - Number(b.points))
      const height = 0.55 + ability * 0.22 + (chance(50) - 25) / 100
      const rank = Math.min(order.length - 1, Math.max(0, Math.round(height * (order.length - 1))))
      return [id, order[rank]?.id ?? '']
    }),
  )
}

async function revisionOf({ db }: Deps, teamId: string) {
  return (await db.team.findUniqueOrThrow({ where: { id: teamId }, select: { revision: true } })).revision
}
