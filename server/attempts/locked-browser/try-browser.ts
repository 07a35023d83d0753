import type { FileReply } from '#contract/endpoint.ts'
import type { BrowserFault } from '#core/exams/locked-browser.ts'
import { Refusal } from '#core/refusal.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { ShownBrowser } from '#server/platform/serve.ts'
import { addressKey, countOne } from '#server/platform/throttle.ts'
import { type Judged, judgeHeader, judgePage, type ShownPage } from './judge.ts'
import { type BrowserLock, browserLockOf, ourFileOf, siteAddressesOf } from './lock.ts'
import { keepBrowserProof } from './proofs.ts'

type Stranger = { examId: string; ip: string }

/** The lock of an exam that somebody may know of without a session: to come or open, and asking for the locked browser. */
async function lockForAll(deps: Deps, { examId, ip }: Stranger): Promise<BrowserLock> {
  countOne(deps, [['device', addressKey(ip)]])
  const lock = await browserLockOf(deps, examId)
  if (!lock || lock.use === 'off') throw new Refusal('not_found')
  const isKnown = await deps.db.exam.count({ where: { id: examId, status: { in: ['published', 'open'] } } })
  if (isKnown === 0) throw new Refusal('not_found')
  return lock
}

type Trial = Stranger & ShownPage & { shown: ShownBrowser }

/** Tells a browser what it is, days before the exam or at its door; writes nothing. */
export async function tryBrowser(deps: Deps, { examId, ip, shown, ...page }: Trial) {
  const lock = await lockForAll(deps, { examId, ip })
  const { origin } = shown
  const header = judgeHeader(deps, lock, shown)
  const script = judgePage(deps, lock, { ...page, origin })
  const files = await deps.db.lockedBrowserFile.findMany({
    where: { examId, content: { not: null } },
    select: { key: true, name: true },
    orderBy: [{ at: 'asc' }, { name: 'asc' }],
  })
  return {
    use: lock.use,
    fault: faultOf(header, script),
    way: header.fault === null ? ('header' as const) : script.fault === null ? ('script' as const) : null,
    expected: siteAddressesOf(deps, lock, origin)[0],
    seen: origin,
    files: lock.files.length > 0 ? files : [{ key: null, name: 'examen.seb' }],
  }
}

/** Of the two that may be there, what is most worth saying. */
function faultOf(header: Judged, script: Judged): BrowserFault | null {
  if (header.fault === null || script.fault === null) return null
  const faults = [header.fault, script.fault]
  return (['wrong_address', 'wrong_key'] as const).find((fault) => faults.includes(fault)) ?? 'absent'
}

/** What Safe Exam Browser opens, without a session. */
export async function readBrowserSettings(
  deps: Deps,
  { key, origin, ...stranger }: Stranger & { key?: string | undefined; origin: string },
): Promise<FileReply> {
  const lock = await lockForAll(deps, stranger)
  if (key === undefined) return ourFile(deps, lock, origin)
  const { examId } = stranger
  const file = await deps.db.lockedBrowserFile.findUnique({ where: { examId_key: { examId, key } } })
  if (!file?.content) throw new Refusal('not_found')
  return { name: 'examen.seb', type: sebType, content: file.content }
}

/** The type under which systems know the files of Safe Exam Browser. */
const sebType = 'application/seb'

export const ourFile = (deps: Deps, lock: BrowserLock, origin: string): FileReply => ({
  name: 'examen.seb',
  type: sebType,
  content: ourFileOf(deps, lock, origin).plist,
})

type Proof = ShownPage & { examId: string; origin: string }

/** Keeps for the session that its page showed the right key, of an exam of its course. */
export async function proveBrowser(
  deps: Deps,
  { sessionId, courseId }: StudentCaller,
  { examId, origin, ...page }: Proof,
) {
  const lock = await browserLockOf(deps, examId)
  if (!lock || lock.use === 'off' || lock.courseId !== courseId) throw new Refusal('not_found')
  const judged = judgePage(deps, lock, { ...page, origin })
  if (judged.fault === null) await keepBrowserProof(deps, { sessionId, examId, key: judged.key })
  return { fault: judged.fault }
}
