/**
 * When and where an exam takes place: one slot or several (two waves, a distance group), and what differs for one
 * student. The first slot, number 0, is the exam itself, and takes every student whom no other one takes.
 */
import type { ExamWindow } from '#core/timing.ts'

export type Slot = ExamWindow & {
  readonly number: number
  /** Whose students sit then, unless a slot was chosen for one of them. */
  readonly groups: readonly string[]
}

/** What differs for one student in one exam; null and 0: nothing. */
export type Override = ExamWindow & { readonly minutes: number }
export const noOverride: Override = { opensAt: null, closesAt: null, minutes: 0 }

/** The number of a student's slot: the one chosen for them, else that of their group, else the first. */
export function slotOf(
  slots: readonly Pick<Slot, 'number' | 'groups'>[],
  { group, chosen }: { readonly group: string; readonly chosen: number | null },
): number {
  if (chosen !== null) return slots.some(({ number }) => number === chosen) ? chosen : 0
  const ofGroup = slots.flatMap(({ number, groups }) => (number > 0 && groups.includes(group) ? [number] : []))
  return ofGroup.length === 0 ? 0 : Math.min(...ofGroup)
}

/** The window of a student before their extra time: that of their slot, each end replaced by their own if they have one. */
export function ownWindowOf(slot: ExamWindow, { opensAt, closesAt }: ExamWindow): ExamWindow {
  return { opensAt: opensAt ?? slot.opensAt, closesAt: closesAt ?? slot.closesAt }
}

/** Whether somebody sits at another time than the others, so that one may tell the next. */
export const hasSeveralWindows = (slotCount: number, overrides: readonly ExamWindow[]): boolean =>
  slotCount > 1 || overrides.some(({ opensAt, closesAt }) => opensAt !== null || closesAt !== null)

export type WindowFault =
  | 'slot_without_window'
  | 'closes_in_the_past'
  | 'closes_before_it_opens'
  | 'shorter_than_the_duration'

type Checked = { readonly now: Date; readonly limitMinutes: number; readonly isAlone: boolean }

/**
 * What is wrong with a window to come; null: nothing. Alone, an exam may be opened and closed by hand; with several
 * slots each has its hours, since one hand on the exam would open them all.
 */
export function windowFault(
  { opensAt, closesAt }: ExamWindow,
  { now, limitMinutes, isAlone }: Checked,
): WindowFault | null {
  if (!isAlone && (opensAt === null || closesAt === null)) return 'slot_without_window'
  if (closesAt === null) return null
  if (closesAt <= now) return 'closes_in_the_past'
  if (opensAt !== null && closesAt <= opensAt) return 'closes_before_it_opens'
  const from = opensAt !== null && opensAt > now ? opensAt : now
  return closesAt.getTime() - from.getTime() < limitMinutes * 60_000 ? 'shorter_than_the_duration' : null
}

/**
 * The earliest instant at which somebody may start; null when a slot is opened by hand: opened for one student’s own
 * window, the exam would be open for all of that slot.
 */
export function firstOpeningOf(slots: readonly ExamWindow[], students: readonly ExamWindow[] = []): Date | null {
  if (slots.some(({ opensAt }) => opensAt === null)) return null
  const openings = [...slots, ...students].flatMap(({ opensAt }) => opensAt ?? [])
  return openings.reduce<Date | null>((first, opening) => (first && first <= opening ? first : opening), null)
}

/** The last instant at which one of these windows closes; those that are closed by hand say nothing of it. */
export function lastKnownClosingOf(windows: readonly ExamWindow[]): Date | null {
  const closings = windows.flatMap(({ closesAt }) => closesAt ?? [])
  return closings.reduce<Date | null>((last, closing) => (last && last >= closing ? last : closing), null)
}
