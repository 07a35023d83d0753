import type { monitorExam } from '#contract/attempts/monitor.ts'
import type { Reply } from '#contract/endpoint.ts'
import { handedInStatuses } from '#core/attempts/sitting.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { byName } from '#core/students/name-order.ts'
import { isFoundBy } from '#core/students/person-name.ts'

/** The server's reply and when it arrived, read on performance.now() because the time of day can be changed. */
export type Live = Reply<typeof monitorExam> & { receivedAt: number }
export type MonitorLine = Live['attempts'][number]

/** Alerts on an attempt, the most urgent first. */
export const alerts = [
  'browser_refused',
  'unreachable',
  'silent',
  'unsynced',
  'time_nearly_over',
  'second_device',
  'was_absent',
  'paused',
  'not_started',
] as const
export type Alert = (typeof alerts)[number]

/** The groups of the table, in display order. */
export const monitorBlocks = ['attention', 'running', 'waiting', 'absent', 'closed'] as const
export type MonitorBlock = (typeof monitorBlocks)[number]

export type WatchedLine = MonitorLine & {
  place: MonitorBlock
  alert: Alert | null
  /** Milliseconds since the last acknowledged answer, else since the start; null when no answer is expected. */
  silentMs: number | null
  /** Milliseconds since the last request of the page; null while no page is expected to be open. */
  unheardMs: number | null
}

const minute = 60_000
/** A hard question takes a few minutes to read; beyond that, the student may be stuck or disconnected. */
const longSilenceMs = 5 * minute
const nearlyOverMs = 3 * minute
/**
 * A page requests the clock at most every 12 s (web/attempts/sitting/heartbeat.ts): at fifteen seconds one request is
 * missing, at thirty its network or its browser has failed.
 */
const unheardWarnMs = 15_000
const unheardAlertMs = 30_000

/** How worrying it is not to have heard a page for so long. */
export function worryOf(unheardMs: number): 'none' | 'warn' | 'bad' {
  if (unheardMs >= unheardAlertMs) return 'bad'
  return unheardMs >= unheardWarnMs ? 'warn' : 'none'
}

/** Each student with the group they belong to and their alert, if any. */
export function watch(live: Live): WatchedLine[] {
  const now = Date.parse(live.serverNow)
  const hasMostStarted = live.attempts.filter(({ startedAt }) => startedAt !== null).length * 2 >= live.attempts.length
  return live.attempts
    .map((line) => {
      const silentMs = silenceOf(line, now)
      const unheardMs = since(line, line.heardAt, now)
      const alert = alertOf({ line, silentMs, unheardMs, live, hasMostStarted })
      return { ...line, silentMs, unheardMs, alert, place: blockOf({ line, alert, live }) }
    })
    .sort((a, b) => rankOf(a.alert) - rankOf(b.alert) || byName(a, b))
}

type LineFacts = {
  line: MonitorLine
  silentMs: number | null
  unheardMs: number | null
  live: Live
  hasMostStarted: boolean
}

function alertOf({ line, silentMs, unheardMs, live, hasMostStarted }: LineFacts): Alert | null {
  if (live.examStatus === 'open' && browserPlaceOf(line) === 'refused') return 'browser_refused'
  switch (line.status) {
    case 'in_progress': {
      if (unheardMs !== null && unheardMs >= unheardAlertMs) return 'unreachable'
      const hasBlanks = line.answeredCount < live.questionCount
      // A student who has answered everything saves nothing while reviewing: no alert.
      if (hasBlanks && silentMs !== null && silentMs >= longSilenceMs) return 'silent'
      if (line.unsyncedCount > 0) return 'unsynced'
      if (hasBlanks && line.remainingMs !== null && line.remainingMs <= nearlyOverMs) return 'time_nearly_over'
      if (line.deviceCount > 1) return 'second_device'
      return isNotedAbsent(line) ? 'was_absent' : null
    }
    case 'paused':
      return 'paused'
    case 'ready':
      return live.examStatus === 'open' && hasMostStarted && line.attendance === null ? 'not_started' : null
    case 'submitted':
    case 'expired':
    case 'voided':
    case 'absent':
      return null
  }
}

/** Where students are, of an exam that asks for the locked browser, in the order of the filter. */
export const browserPlaces = ['refused', 'outside', 'excused', 'inside', 'unheard'] as const
export type BrowserPlace = (typeof browserPlaces)[number]

/** Null: it is not a copy that a browser writes, or it is over. Whoever is excused since they were refused is excused. */
export function browserPlaceOf({ browser, browserPass, isRobot, isPaper, status }: MonitorLine): BrowserPlace | null {
  if (isRobot || isPaper || !['ready', 'in_progress', 'paused'].includes(status)) return null
  if (browser?.standing === 'inside') return 'inside'
  if (browserPass !== null) return 'excused'
  // An exception that was withdrawn since.
  return browser?.standing === 'excused' ? 'refused' : (browser?.standing ?? 'unheard')
}

/** Marked absent by an invigilator; still flagged if they start after all, so that it can be corrected. */
export const isNotedAbsent = ({ attendance }: Pick<MonitorLine, 'attendance'>) =>
  attendance === 'abi' || attendance === 'abj'

function blockOf({
  line: { status },
  alert,
  live,
}: {
  line: MonitorLine
  alert: Alert | null
  live: Live
}): MonitorBlock {
  if (alert !== null) return 'attention'
  switch (status) {
    case 'in_progress':
    case 'paused':
      return 'running'
    case 'ready':
      return isExamOver(live.examStatus) ? 'absent' : 'waiting'
    case 'absent':
      return 'absent'
    case 'submitted':
    case 'expired':
    case 'voided':
      return 'closed'
  }
}

const silenceOf = (line: MonitorLine, now: number) => since(line, line.lastSavedAt ?? line.startedAt, now)

const since = ({ status }: MonitorLine, last: string | null, now: number): number | null =>
  status === 'in_progress' && last !== null ? Math.max(0, now - Date.parse(last)) : null

const rankOf = (alert: Alert | null) => (alert === null ? alerts.length : alerts.indexOf(alert))

export type Totals = ReturnType<typeof attendanceTotals>

/** Totals per state: « 19 présents, 16 en cours… ». Every student who started counts as present. */
export function attendanceTotals(lines: readonly MonitorLine[]) {
  const of = (...statuses: MonitorLine['status'][]) => lines.filter(({ status }) => statuses.includes(status)).length
  return {
    total: lines.length,
    present: lines.filter(({ startedAt }) => startedAt !== null).length,
    running: of('in_progress', 'paused'),
    done: of(...handedInStatuses) - lines.filter(({ isCollected }) => isCollected).length,
    collected: lines.filter(({ isCollected }) => isCollected).length,
    waiting: of('ready'),
    absent: of('absent'),
  }
}

/**
 * When the first and the last running attempts end, in milliseconds from now; of those in pause, whose clocks stand
 * still, when no other is running. Null when there is none.
 */
export function endsOf(lines: readonly MonitorLine[]): { first: number; last: number; isPaused: boolean } | null {
  const leftOf = (wanted: MonitorLine['status']) =>
    lines.flatMap(({ status, remainingMs }) => (status === wanted ? (remainingMs ?? []) : []))
  const running = leftOf('in_progress')
  const isPaused = running.length === 0
  const left = isPaused ? leftOf('paused') : running
  return left.length === 0 ? null : { first: Math.min(...left), last: Math.max(...left), isPaused }
}

/** `slot`: its number; null: all of them. */
export type MonitorFilter = {
  group: string
  place: MonitorBlock | null
  search: string
  slot: number | null
  browser: BrowserPlace | null
}

/** The room as one slot sees it: its students, its codes. */
export function inSlot(live: Live, number: number | null): Live {
  const slot = live.slots.find((one) => one.number === number)
  if (!slot) return live
  const { joinCode, roomCode } = slot
  return { ...live, joinCode, roomCode, attempts: live.attempts.filter((line) => line.slot === number) }
}

export function filterMonitorLines(
  lines: readonly WatchedLine[],
  { group, place, search, slot, browser }: MonitorFilter,
): WatchedLine[] {
  return lines.filter(
    (line) =>
      (group === '' || line.group === group) &&
      (place === null || line.place === place) &&
      (slot === null || line.slot === slot) &&
      (browser === null || browserPlaceOf(line) === browser) &&
      isFoundBy(search, [line.familyName, line.givenName]),
  )
}
