import type { RefusalCode } from '#core/refusal.ts'
import type { Outbox } from './outbox.ts'

/** What the save line may say. « Saved » is only ever said of what the server acknowledged. */
export type SaveState =
  | { kind: 'none' }
  | { kind: 'saving' }
  /** All of it; `count` answers, and not only this page's. */
  | { kind: 'saved'; at: string; count: number; isFromHere: boolean }
  /** Sent later: the network is down, or the copy is held. Kept by this device, or else by this page alone. */
  | { kind: 'local'; waiting: number; isWritten: boolean }
  /** Something answers, but no acknowledgement: tried again at this reading of performance.now(). */
  | { kind: 'failing'; waiting: number; retryAt: number }
  /** The server refused a tick, for which no state of the copy accounts; tried again too. */
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
