import type { RefusalCode } from '#core/refusal.ts'
import type { Outbox } from './outbox.ts'

/** The states of the save line. « Saved » only for answers that the server acknowledged. */
export type SaveState =
  | { kind: 'none' }
  | { kind: 'saving' }
  /** Everything is saved; `count` includes answers saved by other pages. */
  | { kind: 'saved'; at: string; count: number; isFromHere: boolean }
  /** Waiting for the network or for a hold to end; stored on this device, or only in the memory of this page. */
  | { kind: 'local'; waiting: number; isWritten: boolean }
  /** Replies arrive without an acknowledgement; `retryAt` is a reading of performance.now(). */
  | { kind: 'failing'; waiting: number; retryAt: number }
  /** The server refused an entry for a reason unrelated to the state of the attempt; it is retried too. */
  | { kind: 'refused'; code: RefusalCode }

type Facts = {
  outbox: Pick<Outbox, 'waiting' | 'trouble' | 'hold' | 'refused' | 'isWritten'>
  /** The newest acknowledgement, and whether this page received it. */
  savedAt: string | null
  isFromHere: boolean
  savedCount: number
}

export function saveStateOf({ outbox, savedAt, isFromHere, savedCount }: Facts): SaveState {
  const waiting = outbox.waiting.length
  if (waiting === 0)
    return savedAt === null ? { kind: 'none' } : { kind: 'saved', at: savedAt, count: savedCount, isFromHere }
  if (outbox.hold !== null || outbox.trouble?.kind === 'unreachable')
    return { kind: 'local', waiting, isWritten: outbox.isWritten }
  if (outbox.refused !== null) return { kind: 'refused', code: outbox.refused }
  if (outbox.trouble?.kind === 'failing') return { kind: 'failing', waiting, retryAt: outbox.trouble.retryAt }
  return { kind: 'saving' }
}
