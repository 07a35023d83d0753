import type { monitorExam } from '#contract/attempts/monitor.ts'
import type { Reply } from '#contract/endpoint.ts'
import { byName } from '#core/students/name-order.ts'
import { isFoundBy } from '#core/students/person-name.ts'

/** What the server said, and when it arrived on a clock that nobody can set. */
export type Live = Reply<typeof monitorExam> & { receivedAt: number }
export type MonitorLine = Live['attempts'][number]

/** Why somebody should be looked at now, the most pressing first. */
export const alerts = [
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

/** The blocks of the table, in the order of reading. */
export const monitorBlocks = ['attention', 'running', 'waiting', 'absent', 'closed'] as const
export type MonitorBlock = (typeof monitorBlocks)[number]

export type WatchedLine = MonitorLine & {
  place: MonitorBlock
  alert: Alert | null
  /** Since the last acknowledgement, else since the start; null when nothing is awaited. */
  silentMs: number | null
  /** Since the page last asked for anything; null while no page is expected to. */
  unheardMs: number | null
}

const minute = 60_000
/** Reading a hard question takes a few minutes; beyond, somebody may be stuck or cut off. */
const longSilenceMs = 5 * minute
const nearlyOverMs = 3 * minute
/** A page asks for the time every 24 s at most: beyond two silences, its network or its browser is gone. */
const unheardAlertMs = 45_000

/** Each student with the block they stand in and the reason to look at them, if there is one. */
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
  switch (line.status) {
    case 'in_progress': {
      if (unheardMs !== null && unheardMs >= unheardAlertMs) return 'unreachable'
      const hasBlanks = line.answeredCount < live.questionCount
      // Who has answered everything and reads again saves nothing: that silence is no alarm.
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

/** The room noted them absent: kept when they start after all, so that somebody looks. */
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
      return live.examStatus === 'closed' || live.examStatus === 'released' ? 'absent' : 'waiting'
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

export type Totals = ReturnType<typeof totalsOf>

/** « 19 présents, 16 en cours… » : who started is present, whatever became of their copy. */
export function totalsOf(lines: readonly MonitorLine[]) {
  const of = (...statuses: MonitorLine['status'][]) => lines.filter(({ status }) => statuses.includes(status)).length
  return {
    total: lines.length,
    present: lines.filter(({ startedAt }) => startedAt !== null).length,
    running: of('in_progress', 'paused'),
    done: of('submitted', 'expired'),
    waiting: of('ready'),
    absent: of('absent'),
  }
}

/** In how long the first and the last of the running copies end; null when none is running. */
export function endsOf(lines: readonly MonitorLine[]): { first: number; last: number } | null {
  const left = lines.flatMap(({ status, remainingMs }) => (status === 'in_progress' ? (remainingMs ?? []) : []))
  return left.length === 0 ? null : { first: Math.min(...left), last: Math.max(...left) }
}

export type MonitorFilter = { group: string; place: MonitorBlock | null; search: string }

export function filterMonitorLines(
  lines: readonly WatchedLine[],
  { group, place, search }: MonitorFilter,
): WatchedLine[] {
  return lines.filter(
    (line) =>
      (group === '' || line.group === group) &&
      (place === null || line.place === place) &&
      isFoundBy(search, [line.familyName, line.givenName]),
  )
}
