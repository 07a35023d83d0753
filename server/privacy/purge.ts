import type { purgeable } from '#contract/privacy/privacy.ts'
import { Refusal } from '#core/refusal.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { countDueLines } from './due.ts'

type PurgeInput = { courseId: string; what: (typeof purgeable)[number]; reason: string; count: number; actor: Actor }

/** Deletes announced data past its date, through the only functions allowed to delete these rows (prisma/after.sql). */
export async function purgeRecords(deps: Deps, { courseId, what, reason, count, actor }: PurgeInput) {
  const { id, name } = actor
  return deps.db.$transaction(
    async (tx) => {
      const due = await countDueLines(deps, tx, courseId)
      const limit = due.limits[what]
      if (limit === null || due[what] !== count) throw new Refusal('preview_outdated')
      const args = [courseId, limit, deps.now(), id, name, reason] as const
      const [course, older, at, actorId, actorName, why] = args
      const rows =
        what === 'journals'
          ? await tx.$queryRaw<Gone>`
              select "forget_journals"(${course}::uuid, ${older}::timestamptz, ${at}::timestamptz, ${actorId}::uuid, ${actorName}, ${why}) as gone`
          : await tx.$queryRaw<Gone>`
              select "forget_audit"(${course}::uuid, ${older}::timestamptz, ${at}::timestamptz, ${actorId}::uuid, ${actorName}, ${why}) as gone`
      return { count: Number(rows[0]?.gone ?? 0) }
    },
    { timeout: 300_000 },
  )
}

type Gone = { gone: bigint }[]
