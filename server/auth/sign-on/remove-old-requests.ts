import type { Deps } from '#server/platform/deps.ts'

const keptDays = 90

/** Called by the timer. */
export async function removeOldStaffRequests({ db, now }: Deps) {
  const before = new Date(now().getTime() - keptDays * 24 * 3_600_000)
  await db.staffRequest.deleteMany({ where: { lastSeenAt: { lt: before } } })
}
