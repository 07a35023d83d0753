import type { getMinutes } from '#contract/attempts/room.ts'
import type { Reply } from '#contract/endpoint.ts'
import { useText } from '#web/text/text.tsx'
import './timeline.css'

type LogEntry = Reply<typeof getMinutes>['log'][number]

/** The log of the exam: time, action, author, reason and the students concerned. */
export function MinutesLog({ log, timeZone }: { log: readonly LogEntry[]; timeZone: string }) {
  const { t, exactTime, dateTime } = useText()
  if (log.length === 0) return <p className="muted">{t('attempts.staff.log.empty')}</p>
  return (
    <ol className="timeline">
      {log.map((line, rank) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two lines may share their instant
        <li key={`${line.at} ${rank}`}>
          <time dateTime={line.at} title={dateTime(line.at, timeZone)}>
            {exactTime(line.at, timeZone)}
          </time>
          <div>
            <What line={line} />
          </div>
        </li>
      ))}
    </ol>
  )
}

/** Above this number, the count is shown instead of the names. */
const mostNames = 8

function What({ line: { type, by, text, minutes, names } }: { line: LogEntry }) {
  const { t, has, list } = useText()
  const id = `attempts.staff.log.types.${type}`
  const what = has(id) ? t(id, { minutes: signed(minutes ?? 0) }) : type
  const whom = names.length > mostNames ? t('attempts.staff.log.many', { count: names.length }) : list(names)
  return (
    <p>
      <strong>{what}</strong>
      {type !== 'take_over' && <span className="muted">, {by}</span>}
      {names.length > 0 && <span className="timeline__whom">{whom}</span>}
      {text && <span className="timeline__reason">{text}</span>}
    </p>
  )
}

const signed = (minutes: number) => `${minutes < 0 ? '−' : '+'} ${Math.abs(minutes)}`
