import { Refusal } from '#core/refusal.ts'
import type { SealedSheet } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { viewSeal } from './final-sheet.ts'
import { sealedLinesOf } from './seal.ts'

/** Every finalised sheet, newest first, those that were reopened included. */
export async function listFinalisations(deps: Deps, courseId: string) {
  const rows = await deps.db.sealedSheet.findMany({
    where: { assessment: { courseId } },
    orderBy: { number: 'desc' },
    take: 100,
  })
  return rows.map((row) => view(deps, row))
}

export async function findFinalisation(deps: Deps, { courseId, number }: { courseId: string; number: number }) {
  const row = await deps.db.sealedSheet.findFirst({ where: { assessment: { courseId }, number } })
  if (!row) throw new Refusal('not_found')
  const sealed = row
  const { courseTitle, year, title, rules } = sealed.content
  return { ...view(deps, sealed), courseTitle, year, title, rules, lines: sealedLinesOf(sealed) }
}

function view(deps: Deps, sealed: SealedSheet) {
  const { reopenedAt, reopenedByName, reopenReason } = sealed
  return {
    ...viewSeal(deps, sealed),
    reopened: reopenedAt && { at: reopenedAt.toISOString(), byName: reopenedByName, reason: reopenReason },
  }
}
