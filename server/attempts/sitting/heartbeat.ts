import { type AttemptStatus, isClosedStatus } from '#core/attempts/sitting.ts'
import { Refusal } from '#core/refusal.ts'
import { isOverdue } from '#core/timing.ts'
import { clockNow, loadOwn, type RoomMessage, unreadMessages } from '#server/attempts/load.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clockOf, clockOfSave } from './clock.ts'
import { noteContact } from './contact.ts'

type Own = { attemptId: string; studentId: string }

/** The clock alone, which every page of a running exam requests regularly. */
export async function readClockOf(deps: Deps, own: Own) {
  return clockOfPulse(deps, own, await findPulse(deps, own))
}

/** Like `readClockOf`, and stores how many answers wait on the device, if that changed. */
export async function sendHeartbeat(deps: Deps, { unsynced, ...own }: Own & { unsynced: number }) {
  const row = await findPulse(deps, own)
  if (row.unsynced !== unsynced) await deps.db.attempt.updateMany({ where: { id: own.attemptId }, data: { unsynced } })
  return clockOfPulse(deps, own, row)
}

type PulseRow = {
  id: string
  studentId: string
  status: AttemptStatus
  /** As the last change of its state worked them out, like what a save is judged by. */
  deadline: Date | null
  acceptsUntil: Date | null
  pausedAt: Date | null
  timingVersion: number
  epoch: number
  device: string
  unsynced: number
  messages: RoomMessage[]
  pauseShows: boolean
  /** Nothing that the deadline depends on was changed since. */
  isFresh: boolean
  now: Date
}

async function findPulse(deps: Deps, { attemptId, studentId }: Own): Promise<PulseRow> {
  const row = await findInBatch(deps, attemptId)
  if (row?.studentId !== studentId) throw new Refusal('not_found')
  noteContact(deps, attemptId, row.now)
  return row
}

/** The same as `clockOf`, from the stored deadline while it holds. A test compares both. */
async function clockOfPulse(deps: Deps, own: Own, row: PulseRow) {
  if (!isClosedStatus(row.status) && !row.isFresh) {
    const loaded = await loadOwn(deps, own)
    return clockOf(loaded, loaded.now)
  }
  const { status, acceptsUntil, now } = row
  const isOver = status === 'in_progress' && acceptsUntil !== null && isOverdue(acceptsUntil, now)
  const clock = clockOfSave({ ...row, status: isOver ? 'expired' : status, savedAt: now })
  return status === 'paused' && !row.pauseShows ? { ...clock, hidesQuestions: true as const } : clock
}

/**
 * A class beats hundreds of times a second, and all at once after a change for everybody: they share one query, of the
 * columns that the reply depends on.
 */
const findInBatch = batched(async ({ pool, sqlNow }: Deps, ids: string[]) => {
  const { rows } = await pool.query<PulseRow>({
    name: 'pulses',
    text: pulseQuery,
    values: [[...new Set(ids)], sqlNow()],
  })
  const found = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => found.get(id))
})

const pulseQuery = `
  select a.id, a."studentId", a.status, a.deadline, a."acceptsUntil", a."pausedAt", a."timingVersion", a.epoch, a.device,
    a.unsynced, e."pauseShows", ${unreadMessages('a.id')}, ${clockNow('$2')},
    a.deadline is not null and s."updatedAt" < a."termsAt"
      and coalesce(e."termsChangedAt" < a."termsAt", true) as "isFresh"
  from "Attempt" a join "Exam" e on e.id = a."examId" join "Student" s on s.id = a."studentId"
  where a.id = any($1::uuid[])`
