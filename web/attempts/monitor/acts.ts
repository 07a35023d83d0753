import type { z } from 'zod'
import type { changeAttempts } from '#contract/attempts/monitor.ts'
import type { getCourse } from '#contract/auth/auth.ts'
import type { Reply } from '#contract/endpoint.ts'
import type { Live, MonitorLine, WatchedLine } from './state.ts'

export type Intervention = z.output<typeof changeAttempts.body>['intervention']
export type Act = Intervention['type']

/** What an invigilator can do from the table: an action on attempts, a message, attendance, or an exception from the locked browser. */
export type Acted = Act | 'message' | 'attendance' | 'browser'

/** The students who would receive a message. The server decides; this is for display. */
export const readersAmong = <Of extends MonitorLine>(lines: readonly Of[]): Of[] =>
  lines.filter(({ attemptId, status }) => attemptId !== null && ['ready', 'in_progress', 'paused'].includes(status))

/** Attendance can be recorded for students who have not started. */
export const awaitedAmong = <Of extends MonitorLine>(lines: readonly Of[]): Of[] =>
  lines.filter(({ startedAt, status }) => startedAt === null && status !== 'voided')

/** In the order of the menu, the most frequent first. */
export const acts = ['grant', 'pause', 'resume', 'force_submit', 'reopen', 'void'] as const satisfies readonly Act[]

/** Once the exam is over nobody writes any more: there is nothing to give, to hold or to collect. */
export const lateActs = ['reopen', 'void'] as const satisfies readonly Act[]

/** The states in which an action has an effect. The server decides; this is for display. */
const concerned: Record<Act, readonly MonitorLine['status'][]> = {
  grant: ['ready', 'in_progress', 'paused'],
  pause: ['in_progress'],
  resume: ['paused'],
  force_submit: ['in_progress', 'paused'],
  reopen: ['submitted', 'expired', 'voided'],
  void: ['in_progress', 'paused', 'submitted', 'expired'],
}

/** The selected rows that the action would change. */
export const concernedBy = <Of extends MonitorLine>(act: Act, lines: readonly Of[]): Of[] =>
  lines.filter(
    ({ attemptId, status, cannotReopen }) =>
      attemptId !== null && concerned[act].includes(status) && (act !== 'reopen' || cannotReopen === null),
  )

/**
 * Why every closed attempt of the selection cannot be reopened; null when there is none, or when another one can be.
 */
export const reopeningBarred = (lines: readonly MonitorLine[]): MonitorLine['cannotReopen'] =>
  concernedBy('reopen', lines).length > 0
    ? null
    : (lines.find(({ status, cannotReopen }) => concerned.reopen.includes(status) && cannotReopen !== null)
        ?.cannotReopen ?? null)

/** Pausing or resuming the whole class also applies to students who have not started. */
export function concernsClass(act: Acted, { examStatus, pause }: Pick<Live, 'examStatus' | 'pause'>): boolean {
  if (act === 'pause') return examStatus === 'open' && pause === null
  return act === 'resume' && pause !== null
}

export const hasMinutes = (act: Act): act is 'grant' | 'reopen' => act === 'grant' || act === 'reopen'

export function interventionOf(act: Act, minutes: number): Intervention {
  return hasMinutes(act) ? { type: act, minutes } : { type: act }
}

/** The inverse intervention, offered as « Annuler » in the toast; null when there is none. */
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

/** An action and its targets. `students` is null for the whole class as it is when the server handles the request. */
export type ActRequest<Of extends Acted = Acted> = {
  act: Of
  students: readonly string[] | null
  /** The slot that these students are, for a pause or its end, which also hold those who start later. */
  slot?: number | null
}

export type Chooser = (lines: readonly WatchedLine[]) => void
