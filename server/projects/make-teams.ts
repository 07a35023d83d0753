import { chanceFrom, shuffled } from '#core/seed.ts'
import { byName } from '#core/students/name-order.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockNames, type ProjectPlace } from './project.ts'

type MakeTeamsInput = ProjectPlace & { size: number; name: string; actor: Actor }

/**
 * Creates teams of at most `size`, whose sizes differ by at most one: seven by threes are 3, 2 and 2, not 3, 3 and 1.
 */
export async function makeTeams({ db, randomBytes }: Deps, { size, name, actor, ...place }: MakeTeamsInput) {
  const { courseId, projectId } = place
  return db.$transaction(async (tx) => {
    await lockNames(tx, place)
    const placed = await tx.teamMember.findMany({ where: { projectId }, select: { studentId: true } })
    const alone = await tx.student.findMany({
      where: { courseId, archivedAt: null, id: { notIn: placed.map(({ studentId }) => studentId) } },
      orderBy: { id: 'asc' },
      select: { id: true, familyName: true, givenName: true, number: true },
    })
    const seed = randomBytes(16).toString('hex')
    const order = shuffled(alone.toSorted(byName), chanceFrom(seed))
    const teamCount = Math.ceil(order.length / size)
    const taken = new Set(
      (await tx.team.findMany({ where: { projectId }, select: { name: true } })).map((team) => team.name),
    )
    for (let rank = 0; rank < teamCount; rank += 1) {
      const team = await tx.team.create({ data: { projectId, name: freeName(name, taken) }, select: { id: true } })
      const members = order.filter((_student, index) => index % teamCount === rank)
      await tx.teamMember.createMany({ data: members.map(({ id }) => ({ projectId, teamId: team.id, studentId: id })) })
    }
    const after = { teamCount, studentCount: order.length, seed }
    if (teamCount > 0) await audit(tx, { courseId, actor, action: 'team.draw', subject: `project:${projectId}`, after })
    return { teamCount, studentCount: order.length }
  })
}

function freeName(name: string, taken: Set<string>): string {
  let number = 1
  while (taken.has(`${name} ${number}`)) number += 1
  taken.add(`${name} ${number}`)
  return `${name} ${number}`
}
