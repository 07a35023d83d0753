import type { RefusalCode } from '#core/refusal.ts'
import type { Outbox } from './outbox.ts'

/** What the save line may say. « Saved » is only ever said of what the server acknowledged. */
export type SaveState =
  | { kind: 'none' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: string }
  /** Kept here, sent later: the network is down, or the copy is held. */
  | { kind: 'local'; waiting: number }
  /** The server answers, but badly: tried again at this reading of performance.now(). */
  | { kind: 'failing'; waiting: number; retryAt: number }
  | { kind: 'refused'; code: RefusalCode }

type Facts = {
  outbox: Pick<Outbox, 'waiting' | 'trouble' | 'hold'>
  savedAt: string | null
  refused: RefusalCode | null
}

export function saveStateOf({ outbox, savedAt, refused }: Facts): SaveState {
  const waiting = outbox.waiting.length
  if (refused !== null) return { kind: 'refused', code: refused }
  if (waiting === 0) return savedAt === null ? { kind: 'none' } : { kind: 'saved', at: savedAt }
  if (outbox.hold !== null || outbox.trouble?.kind === 'unreachable') return { kind: 'local', waiting }
  if (outbox.trouble !== null) return { kind: 'failing', waiting, retryAt: outbox.trouble.retryAt }
  return { kind: 'saving' }
}
