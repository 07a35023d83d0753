import { getMyHandInFile } from '#contract/projects/hand-ins.ts'
import { addressOf } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { MyBrief } from './my-brief.ts'

type HandIn = MyBrief['handIns'][number]

/** What the team handed in: the last one, which counts, then those before it. */
export function HandInList({ brief }: { brief: MyBrief }) {
  const { t } = useText()
  const [last, ...before] = brief.handIns
  if (!last) return <p>{t('projects.own.nothingYet')}</p>
  return (
    <>
      <Line brief={brief} handIn={last} counts />
      {before.length > 0 && (
        <details>
          <summary>{t('projects.own.before', { count: before.length })}</summary>
          <ul className="hand-ins">
            {before.map((handIn) => (
              <li key={handIn.id}>
                <Line brief={brief} handIn={handIn} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Line({ brief, handIn, counts = false }: { brief: MyBrief; handIn: HandIn; counts?: boolean }) {
  const { t, dateTime } = useText()
  const { file, daysLate } = handIn
  return (
    <div className="hand-in">
      <p>
        {t('projects.own.line', {
          number: handIn.number,
          at: dateTime(handIn.at, brief.timeZone),
          by: handIn.by || 'none',
        })}{' '}
        <Status shape={daysLate > 0 ? 'warn' : 'done'} tone={daysLate > 0 ? 'warn' : 'good'}>
          {t('projects.own.isLate', { days: daysLate })}
        </Status>
        {counts && <span className="vh"> {t('projects.own.counts')}</span>}
      </p>
      <p>
        <a className="text-link hand-in__link" href={handIn.url} target="_blank" rel="noopener noreferrer nofollow">
          {handIn.url}
        </a>{' '}
        {handIn.reference && <code>{handIn.reference}</code>}
      </p>
      {file && (
        <p>
          {file.isKept ? (
            <a
              className="text-link"
              href={addressOf(getMyHandInFile, { params: { projectId: brief.id, handInId: handIn.id } })}
              download
            >
              {file.name}
            </a>
          ) : (
            t('projects.own.fileGone', { name: file.name })
          )}
        </p>
      )}
    </div>
  )
}
