/**
 * Whether a start asks for the code shown in the room. `rotating`: it changes every two minutes, so that a code sent to
 * somebody outside is worth little; the previous one is still accepted, for a student who was typing it.
 */
export const roomCodeKinds = ['none', 'fixed', 'rotating'] as const
export type RoomCodeKind = (typeof roomCodeKinds)[number]

export const roomCodeTurnMs = 120_000

/** The periods whose code is accepted now, the current one first. */
export function turnsTaken(kind: Exclude<RoomCodeKind, 'none'>, now: Date): number[] {
  if (kind === 'fixed') return [0]
  const turn = Math.floor(now.getTime() / roomCodeTurnMs)
  return [turn, turn - 1]
}

/** Milliseconds until the shown code changes; null when it is fixed. */
export function turnLeftMs(kind: RoomCodeKind, now: Date): number | null {
  return kind === 'rotating' ? roomCodeTurnMs - (now.getTime() % roomCodeTurnMs) : null
}
