import { sheetDifferences } from '#core/assessment/sheet-difference.ts'
import { canonicalJson } from '#core/canonical-json.ts'
import { byName } from '#core/students/name-order.ts'
import type { SealedSheet } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { sha256 } from '#server/platform/sha256.ts'
import { findAssessmentIfAny, type LiveSheet, readLiveSheet } from './live-sheet.ts'
import { isIntact, sealedLinesOf } from './seal.ts'

/** The sheet in force: the finalised lines if it is finalised, with what has changed since. */
export async function readFinalSheet(deps: Deps, courseId: string) {
  const live = await readLiveSheet(deps, courseId)
  const sealed = await findSealedIfAny(deps, courseId)
  if (sealed === null) {
    return {
      ...{ ...live, seal: null, differences: [] },
      // When it is asked for: of two thousand lines it takes as long as the rest of the sheet.
      get fingerprint() {
        return sheetFingerprintOf(live)
      },
    }
  }
  const lines = sealedLinesOf(sealed).toSorted(byName)
  return {
    ...live,
    ...{ title: sealed.content.title, rules: sealed.content.rules, lines },
    fingerprint: sealed.hash,
    seal: viewSeal(deps, sealed),
    differences: differencesOf({ lines }, live),
  }
}

export type FinalSheet = Awaited<ReturnType<typeof readFinalSheet>>

/** Hash of what a trainer reads before finalising. */
export function sheetFingerprintOf({ title, rules, lines }: Pick<LiveSheet, 'title' | 'rules' | 'lines'>): string {
  return sha256(canonicalJson({ title, rules, lines }))
}

/** The finalised sheet in force, if any; a reopened one does not count. */
export async function findSealedIfAny(deps: Deps, courseId: string): Promise<SealedSheet | null> {
  const assessment = await findAssessmentIfAny(deps, courseId)
  if (assessment === null) return null
  const row = await deps.db.sealedSheet.findFirst({ where: { assessmentId: assessment.id, reopenedAt: null } })
  return row
}

export function viewSeal(deps: Deps, sealed: SealedSheet) {
  const { number, hash, sealedAt, sealedByName } = sealed
  return { number, hash, sealedAt: sealedAt.toISOString(), sealedByName, isIntact: isIntact(deps, sealed) }
}

function differencesOf(sealed: Pick<LiveSheet, 'lines'>, now: Pick<LiveSheet, 'lines'>) {
  const named = new Map([...sealed.lines, ...now.lines].map((line) => [line.studentId, line]))
  return sheetDifferences(sealed.lines, now.lines).map((difference) => {
    const { familyName = '', givenName = '' } = named.get(difference.studentId) ?? {}
    return { ...difference, familyName, givenName }
  })
}
