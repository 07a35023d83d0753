import { useEffect, useRef, useState } from 'react'
import { studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { NavigatorGrid } from './NavigatorGrid.tsx'
import { answerStates, type SittingState } from './state.ts'
import { useWide } from './use-wide.ts'

type Props = { state: SittingState; position: number; onShowKeys: () => void }
const filters = ['all', 'unanswered', 'flagged'] as const
type Filter = (typeof filters)[number]

/** Every question with its state: beside the question, or in a bottom sheet on a phone. */
export function Navigator({ state, position, onShowKeys }: Props) {
  const { t } = useText()
  const isWide = useWide()
  // The position at which the sheet was opened: going to another question closes it.
  const [openAt, setOpenAt] = useState<number | null>(null)
  const summary = useRef<HTMLElement>(null)
  const isOpen = openAt === position
  const setOpen = (next: boolean) => setOpenAt(next ? position : null)
  const states = answerStates(state)
  const done = states.filter(({ isAnswered }) => isAnswered).length
  const total = states.length
  useEffect(() => {
    if (!isOpen || isWide) return
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpenAt(null)
      summary.current?.focus()
    }
    document.addEventListener('keydown', closeOnEscape)
    return () => document.removeEventListener('keydown', closeOnEscape)
  }, [isOpen, isWide])
  return (
    <aside className="navigator" id="questions" tabIndex={-1} aria-label={t('attempts.navigator.title')}>
      <details
        className="navigator__sheet"
        open={isWide || isOpen}
        onToggle={({ currentTarget }) => !isWide && setOpen(currentTarget.open)}
      >
        <summary ref={summary} hidden={isWide} aria-label={t('attempts.navigator.open', { done, total })}>
          <Icon name="chevron-up" className="navigator__chevron" />
          <span aria-hidden="true">{t('attempts.navigator.short', { done, total })}</span>
        </summary>
        <NavigatorPanel {...{ state, position, states, done, onShowKeys }} />
      </details>
    </aside>
  )
}

type PanelProps = Props & { states: ReturnType<typeof answerStates>; done: number }

function NavigatorPanel({ state, position, states, done, onShowKeys }: PanelProps) {
  const { t } = useText()
  const [filter, setFilter] = useState<Filter>('all')
  const shown = states.filter(
    ({ isAnswered, isFlagged }) => filter === 'all' || (filter === 'unanswered' ? !isAnswered : isFlagged),
  )
  const flagged = states.filter(({ isFlagged }) => isFlagged).length
  return (
    <div className="navigator__panel">
      <h2 className="navigator__title">{t('attempts.navigator.title')}</h2>
      <p className="navigator__sum">
        {t('attempts.navigator.sum', {
          done,
          total: states.length,
          flagged,
          waiting: state.isOffline ? state.waiting : 0,
        })}
      </p>
      <div className="navigator__filter">
        <Segmented
          legend={t('attempts.navigator.legend')}
          value={filter}
          onChange={setFilter}
          options={filters.map((value) => ({ value, label: t(`attempts.navigator.${value}`) }))}
        />
      </div>
      <NavigatorGrid attemptId={state.copy.id} states={shown} position={position} />
      <ul className="navigator__key" aria-hidden="true">
        <li>
          <span className="bubble bubble--on" />
          {t('attempts.navigator.answeredKey')}
        </li>
        <li>
          <span className="bubble" />
          {t('attempts.navigator.unansweredKey')}
        </li>
        <li>
          <Icon name="flag-filled" className="navigator__flag-key" />
          {t('attempts.navigator.flaggedKey')}
        </li>
        <li>
          <span className="navigator__here" />
          {t('attempts.navigator.hereKey')}
        </li>
      </ul>
      <LinkButton href={studentAt.copy(state.copy.id).check} block>
        {t('attempts.question.check')}
      </LinkButton>
      <button type="button" className="navigator__keys" onClick={onShowKeys}>
        {t('attempts.navigator.shortcuts')}
      </button>
    </div>
  )
}
