import type { z } from 'zod'
import type { changeAttempts } from '#contract/attempts/monitor.ts'
import type { getCourse } from '#contract/auth/auth.ts'
import type { Reply } from '#contract/endpoint.ts'
import type { Live, MonitorLine, WatchedLine } from './state.ts'

export type Intervention = z.output<typeof changeAttempts.body>['intervention']
export type Act = Intervention['type']

/** What an invigilator does from the table: an act on copies, words to their students, or who is there. */
export type Acted = Act | 'message' | 'attendance'

/** Who would read a message: the server decides, this only says it beforehand. */
export const readersAmong = <Of extends MonitorLine>(lines: readonly Of[]): Of[] =>
  lines.filter(({ attemptId, status }) => attemptId !== null && ['ready', 'in_progress', 'paused'].includes(status))

/** Attendance is noted of those who have not started. */
export const awaitedAmong = <Of extends MonitorLine>(lines: readonly Of[]): Of[] =>
  lines.filter(({ startedAt, status }) => startedAt === null && status !== 'voided')

/** In the order an invigilator needs them. */
export const acts = ['grant', 'pause', 'resume', 'force_submit', 'reopen', 'void'] as const satisfies readonly Act[]

/** On which copies an act does something; the server decides, this only says it beforehand. */
const concerned: Record<Act, readonly MonitorLine['status'][]> = {
  grant: ['ready', 'in_progress', 'paused'],
  pause: ['in_progress'],
  resume: ['paused'],
  force_submit: ['in_progress', 'paused'],
  reopen: ['submitted', 'expired', 'voided'],
  void: ['in_progress', 'paused', 'submitted', 'expired'],
}

/** Those among the chosen that the act would change. */
export const concernedBy = <Of extends MonitorLine>(act: Act, lines: readonly Of[]): Of[] =>
  lines.filter(
    ({ attemptId, status, cannotReopen }) =>
      attemptId !== null && concerned[act].includes(status) && (act !== 'reopen' || cannotReopen === null),
  )

/** Why the server would refuse to reopen the only copies there are to reopen; null when there are none, or others. */
export const reopeningBarred = (lines: readonly MonitorLine[]): MonitorLine['cannotReopen'] =>
  concernedBy('reopen', lines).length > 0
    ? null
    : (lines.find(({ status, cannotReopen }) => concerned.reopen.includes(status) && cannotReopen !== null)
        ?.cannotReopen ?? null)

/** A pause of the whole class, and its end, concern also those who have not started. */
export function concernsClass(act: Acted, { examStatus, pause }: Live): boolean {
  if (act === 'pause') return examStatus === 'open' && pause === null
  return act === 'resume' && pause !== null
}

export const hasMinutes = (act: Act): act is 'grant' | 'reopen' => act === 'grant' || act === 'reopen'

export function interventionOf(act: Act, minutes: number): Intervention {
  return hasMinutes(act) ? { type: act, minutes } : { type: act }
}

/** What takes the act back, when something does: offered as « Annuler » beside the message. */
export function undoOf(intervention: Intervention): Intervention | null {
  switch (intervention.type) {
    case 'grant':
      return { type: 'grant', minutes: -intervention.minutes }
    case 'pause':
      return { type: 'resume' }
    case 'resume':
      return { type: 'pause' }
    case 'reopen':
    case 'force_submit':
    case 'void':
      return null
  }
}

export type StaffRole = Reply<typeof getCourse>['role']

/** What is asked for: an act, on whom. `students` is null for the whole class, whoever is in it when it is confirmed. */
export type ActRequest<Of extends Acted = Acted> = { act: Of; students: readonly string[] | null }

export type Chooser = (lines: readonly WatchedLine[]) => void
