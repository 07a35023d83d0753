import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockProject, type ProjectPlace } from './project.ts'

type SetBlindnessInput = ProjectPlace & { isBlind: boolean; actor: Actor }

/**
 * Hides names: every team and member gets a separate id, from which its code derives, so that nothing a grader receives
 * leads to a name. Showing names again audits who had which id, and deletes these ids.
 */
export async function setBlindness(deps: Deps, { isBlind, actor, ...place }: SetBlindnessInput) {
  await deps.db.$transaction(
    async (tx) => {
      const project = await lockProject(tx, place)
      if ((project.blindSince !== null) === isBlind) return
      if (isBlind && project.releasedAt !== null) throw new Refusal('project_released')
      const revealed = await readAddresses(tx, project)
      await giveAddresses(tx, project, () => (isBlind ? randomUuid(deps) : null))
      await tx.project.update({ where: { id: project.id }, data: { blindSince: isBlind ? deps.now() : null } })
      await audit(tx, {
        courseId: place.courseId,
        actor,
        action: isBlind ? 'project.blind' : 'project.reveal',
        subject: `project:${project.id}`,
        ...(isBlind ? {} : { after: revealed }),
      })
    },
    { timeout: 30_000 },
  )
  return { done: true as const }
}

type AddressedRow = { id: string }

/** The team and student behind each separate id, so that audit entries written meanwhile stay readable. */
async function readAddresses(tx: Prisma.TransactionClient, { id }: AddressedRow) {
  const teams = await tx.team.findMany({ where: { projectId: id }, include: { members: true } })
  return {
    teams: Object.fromEntries(teams.map((team) => [team.blindId ?? '', team.id])),
    students: Object.fromEntries(
      teams.flatMap(({ members }) => members.map(({ blindId, studentId }) => [blindId ?? '', studentId])),
    ),
  }
}

async function giveAddresses(tx: Prisma.TransactionClient, { id }: AddressedRow, address: () => string | null) {
  const teams = await tx.team.findMany({ where: { projectId: id }, include: { members: true } })
  for (const team of teams) {
    await tx.team.update({ where: { id: team.id }, data: { blindId: address() } })
    for (const { projectId, studentId } of team.members) {
      await tx.teamMember.update({
        where: { projectId_studentId: { projectId, studentId } },
        data: { blindId: address() },
      })
    }
  }
}

/** A version 4 UUID from the injected random source. */
function randomUuid({ randomBytes }: Deps): string {
  const hex = randomBytes(16).toString('hex')
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}
