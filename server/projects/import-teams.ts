import { canonicalJson } from '#core/canonical-json.ts'
import { planTeams, type TeamFault, type TeamLine, type TeamStudent } from '#core/projects/team-import.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { sha256 } from '#server/platform/sha256.ts'
import type { RosterText } from '#server/students/read-roster.ts'
import { readRosterInThread } from '#server/students/read-roster-in-thread.ts'
import { lockNames, type ProjectPlace, shareHeld } from './project.ts'

type FileContent = { text?: string | undefined; base64?: string | Uint8Array | undefined }
type TeamFileInput = ProjectPlace & { content: FileContent }
type PlanTeamsInput = ProjectPlace & { file: RosterText }

const read = (content: FileContent) => readRosterInThread({ ...content, firstLine: 'titles' })

/** The changes a list of teams would make, line by line; nothing is written. */
export async function previewTeamImport({ db }: Deps, { content, ...place }: TeamFileInput) {
  const file = await read(content)
  return db.$transaction(async (tx) => {
    const { plan, fingerprint, newTeams } = await planImport(tx, { file, ...place })
    return {
      ...{ fingerprint, newTeams },
      unchanged: plan.filter(({ outcome }) => outcome === 'unchanged').length,
      lines: plan.flatMap((one) => viewOf(one)),
    }
  })
}

/** Moves students as previewed, all at once. A student who changes team loses their adjustment to the old one. */
export async function importTeams({ db }: Deps, given: TeamFileInput & { fingerprint: string; actor: Actor }) {
  const { fingerprint, actor, content, courseId, projectId } = given
  const file = await read(content)
  return db.$transaction(
    async (tx) => {
      const { plan, newTeams, fingerprint: now } = await planImport(tx, { courseId, projectId, file })
      if (now !== fingerprint) throw new Refusal('preview_outdated')
      const placed = plan.flatMap((one) => (one.outcome === 'placed' ? [one] : []))
      if (placed.length === 0) throw new Refusal('nothing_to_import')
      await tx.team.createMany({ data: newTeams.map((name) => ({ projectId, name })) })
      const teams = await tx.team.findMany({ where: { projectId }, select: { id: true, name: true } })
      const idOf = new Map(teams.map(({ id, name }) => [name, id]))
      const leaving = { projectId, studentId: { in: placed.map(({ student }) => student.studentId) } }
      const left = (await tx.teamMember.findMany({ where: leaving })).map(shareHeld)
      await tx.teamMember.deleteMany({ where: leaving })
      await tx.teamMember.createMany({
        data: placed.map(({ student, team }) => {
          const teamId = idOf.get(team)
          if (teamId === undefined) throw new Error(`a team that was not made: ${team}`)
          return { projectId, studentId: student.studentId, teamId }
        }),
      })
      const after = placed.map(({ student, team }) => ({ studentId: student.studentId, from: student.team, team }))
      const change = { ...(left.length > 0 ? { before: { left } } : {}), after }
      await audit(tx, { courseId, actor, action: 'team.import', subject: `project:${projectId}`, ...change })
      return { placed: placed.length, newTeams: newTeams.length }
    },
    { timeout: 30_000 },
  )
}

async function planImport(tx: Prisma.TransactionClient, { courseId, projectId, file }: PlanTeamsInput) {
  await lockNames(tx, { courseId, projectId })
  const teams = await tx.team.findMany({ where: { projectId }, include: { members: true }, orderBy: { id: 'asc' } })
  const teamOf = new Map(
    teams.flatMap(({ name, members }) => members.map(({ studentId }) => [studentId, name] as const)),
  )
  const known = await tx.student.findMany({ where: { courseId, archivedAt: null }, orderBy: { id: 'asc' } })
  const students = known.map(({ id, familyName, givenName, number, email }) => {
    return { studentId: id, familyName, givenName, number, email, team: teamOf.get(id) ?? null }
  })
  const plan = planTeams(file, students)
  if (plan === null) throw new Refusal('unreadable_file', { reason: 'columns' })
  if (plan.length === 0) throw new Refusal('nothing_to_import')
  const names = new Set(teams.map(({ name }) => name))
  const wanted = plan.flatMap((one) => (one.outcome === 'placed' ? [one.team] : []))
  return {
    plan,
    newTeams: [...new Set(wanted)].filter((name) => !names.has(name)),
    fingerprint: sha256(canonicalJson({ file: file.records, students })),
  }
}

type Row = { line: number; team: string } & (
  | { outcome: 'placed'; person: TeamStudent; from: string | null }
  | { outcome: 'refused'; reason: TeamFault; said: string; people: TeamStudent[] }
)

/** Unchanged lines, usually the most, are only counted. */
function viewOf(planned: TeamLine): Row[] {
  const { line, team } = planned
  switch (planned.outcome) {
    case 'unchanged':
      return []
    case 'placed':
      return [{ line, team, outcome: planned.outcome, person: planned.student, from: planned.student.team }]
    case 'refused': {
      const { outcome, reason, said, people } = planned
      return [{ line, team, outcome, reason, said, people: [...people] }]
    }
  }
}
