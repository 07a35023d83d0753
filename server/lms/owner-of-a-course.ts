import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'

/** Platforms belong to the installation: its owners of a course see them, as they see its state; nobody else does. */
export async function refuseUnlessOwner({ db }: Deps, personId: string) {
  if ((await db.membership.count({ where: { personId, role: 'owner' } })) === 0) throw new Refusal('not_found')
}
