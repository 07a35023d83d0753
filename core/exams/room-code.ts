/**
 * Whether a start asks for the code shown in the room. `rotating`: it changes every two minutes, so that a code sent to
 * somebody outside is worth little; the one before is still taken, for who was typing.
 */
export const roomCodeKinds = ['none', 'fixed', 'rotating'] as const
export type RoomCodeKind = (typeof roomCodeKinds)[number]

export const roomCodeTurnMs = 120_000

/** The turns whose code is taken now, the current one first. */
export function turnsTaken(kind: Exclude<RoomCodeKind, 'none'>, now: Date): number[] {
  if (kind === 'fixed') return [0]
  const turn = Math.floor(now.getTime() / roomCodeTurnMs)
  return [turn, turn - 1]
}

/** How long the code shown stays the current one; null when it does not turn. */
export function turnLeftMs(kind: RoomCodeKind, now: Date): number | null {
  return kind === 'rotating' ? roomCodeTurnMs - (now.getTime() % roomCodeTurnMs) : null
}
