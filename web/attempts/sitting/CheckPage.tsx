import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { sentencesOf } from '#web/questions/split-stem.ts'
import { studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { ShellSlot } from '#web/ui/ShellSlot.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { QuestionMarks } from './QuestionMarks.tsx'
import { SittingFrame } from './SittingFrame.tsx'
import { SubmitDialog } from './SubmitDialog.tsx'
import { type AnswerState, answerStates, type SittingState } from './state.ts'
import type { LiveSitting } from './use-sitting.ts'

/** Above this number, the summary would repeat the list below it. */
const mostShown = 10

/** The check before submitting: unanswered questions first, then every question. */
export default function CheckPage() {
  const { attemptId } = usePathIds('attemptId')
  return <SittingFrame attemptId={attemptId}>{(sitting) => <Check sitting={sitting} />}</SittingFrame>
}

function Check({ sitting }: { sitting: LiveSitting }) {
  const { t, rich } = useText()
  const [isAsked, setAsked] = useState(false)
  const { state } = sitting
  const { copy } = state
  const states = answerStates(state)
  const unanswered = states.filter(({ isAnswered }) => !isAnswered)
  const flagged = states.filter(({ isFlagged, isAnswered, missing }) => isAnswered && (isFlagged || missing > 0))
  const todo = [...unanswered, ...flagged]
  const n = (digits: ReactNode) => <strong className="tally__n">{digits}</strong>
  const counts = {
    answered: states.length - unanswered.length,
    flagged: states.filter((each) => each.isFlagged).length,
  }
  const tally = (
    <span className="tally">
      <span>{rich('attempts.check.answered', { count: counts.answered, total: states.length, n })}</span>
      <span>{rich('attempts.check.unanswered', { count: unanswered.length, n })}</span>
      {counts.flagged > 0 && <span>{rich('attempts.check.flagged', { count: counts.flagged, n })}</span>}
    </span>
  )
  return (
    <div className="check">
      <ShellSlot place="skip">
        <a href="#rendre">{t('attempts.check.skipToSubmit')}</a>
      </ShellSlot>
      <Page
        title={t('attempts.check.title')}
        tabTitle={t('attempts.check.tab', { exam: copy.examTitle })}
        lead={tally}
        look="sheet"
      >
        <SheetRow label={t('attempts.check.todo')}>
          {todo.length === 0 && <p>{t('attempts.check.nothing')}</p>}
          <ul className="to-check">
            {todo.slice(0, mostShown).map((each) => (
              <Todo key={each.id} state={state} each={each} />
            ))}
          </ul>
          {todo.length > mostShown && (
            <p className="to-check__more">{t('attempts.check.more', { count: todo.length - mostShown })}</p>
          )}
        </SheetRow>
        <SheetRow label={t('attempts.check.all')}>
          <AllQuestions attemptId={copy.id} states={states} />
        </SheetRow>
        <SheetRow>
          <div className="form-end" id="rendre" tabIndex={-1}>
            <Button variant="primary" disabled={state.lock !== null} onClick={() => setAsked(true)}>
              {t('attempts.check.submit')}
            </Button>
            <LinkButton href={studentAt.copy(copy.id).question(unanswered[0]?.position ?? 1)}>
              {t('attempts.check.back')}
            </LinkButton>
          </div>
        </SheetRow>
      </Page>
      <SubmitDialog open={isAsked} onClose={() => setAsked(false)} sitting={sitting} />
    </div>
  )
}

function Todo({ state: { copy }, each }: { state: SittingState; each: AnswerState }) {
  const { t } = useText()
  const question = copy.questions[each.position - 1]
  const verb = each.isAnswered
    ? ({ word: 'attempts.check.review', name: 'attempts.check.reviewOf' } as const)
    : ({ word: 'attempts.check.answer', name: 'attempts.check.answerTo' } as const)
  return (
    <li className="to-check__row">
      <span className="to-check__n">{each.position}</span>
      <span className="to-check__stem">{question && sentencesOf(question.stem)}</span>
      <QuestionMarks {...each} />
      <Link
        href={studentAt.copy(copy.id).question(each.position)}
        className="text-link"
        aria-label={t(verb.name, { position: each.position })}
      >
        {t(verb.word)}
      </Link>
    </li>
  )
}

function AllQuestions({ attemptId, states }: { attemptId: string; states: readonly AnswerState[] }) {
  const { t } = useText()
  return (
    <ol className="all">
      {states.map((each) => (
        <li key={each.id} className="all__row">
          <span className="all__n">{each.position}</span>
          <QuestionMarks {...each} />
          <Link
            href={studentAt.copy(attemptId).question(each.position)}
            className={each.isAnswered ? 'text-link text-link--quiet' : 'text-link'}
            aria-label={t(each.isAnswered ? 'attempts.check.changeOf' : 'attempts.check.answerTo', {
              position: each.position,
            })}
          >
            {t(each.isAnswered ? 'attempts.check.change' : 'attempts.check.answer')}
          </Link>
        </li>
      ))}
    </ol>
  )
}
