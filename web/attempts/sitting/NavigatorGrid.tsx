import { Link } from 'wouter'
import { studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import type { AnswerState } from './state.ts'

type Props = { attemptId: string; states: readonly AnswerState[]; position: number }

/** The state of each question, by shape and accessible name, never by colour alone. */
export function NavigatorGrid({ attemptId, states, position }: Props) {
  const { t } = useText()
  if (states.length === 0) return <p className="navigator__none">{t('attempts.navigator.nothing')}</p>
  return (
    <nav aria-label={t('attempts.check.columnQuestion')}>
      <ol className="navigator__grid">
        {states.map((each) => (
          <li key={each.id} className={each.isAnswered ? 'navigator__item navigator__item--on' : 'navigator__item'}>
            <Link
              href={studentAt.copy(attemptId).question(each.position)}
              className="navigator__link"
              aria-current={each.position === position ? 'step' : undefined}
              aria-label={t('attempts.navigator.name', {
                position: each.position,
                answered: String(each.isAnswered),
                flagged: String(each.isFlagged),
                unsaved: String(each.isUnsaved),
              })}
            >
              <span>{each.position}</span>
              <span className={each.isAnswered ? 'bubble bubble--on' : 'bubble'} />
              {each.isFlagged && <Icon name="flag-filled" className="navigator__flag" />}
              {each.isUnsaved && <Icon name="warning" className="navigator__unsaved" />}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}
