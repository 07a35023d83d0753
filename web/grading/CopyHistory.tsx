import { useId } from 'react'
import type { MarkedCopyView } from '#contract/grading/grading.ts'
import { useText } from '#web/text/text.tsx'

/** The events of an attempt, with their date, author and reason, to answer « on m’a fermé ma copie ». */
export function CopyHistory({ copy: { history, timeZone } }: { copy: Pick<MarkedCopyView, 'history' | 'timeZone'> }) {
  const { t, has, dateTime, exactTime } = useText()
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="copy__title">
        {t('grading.copy.history')}
      </h2>
      <ol className="timeline">
        {history.map(({ at, type, actorName, reason }, rank) => {
          const event = `grading.event.${type}`
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two events may share their instant; the list only grows
            <li key={rank}>
              <time dateTime={at} title={dateTime(at, timeZone)}>
                {exactTime(at, timeZone)}
              </time>
              <p>
                <strong>{has(event) ? t(event) : type}</strong>
                {actorName && <span className="muted">, {actorName}</span>}
                {reason && <span className="timeline__reason">{reason}</span>}
              </p>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
