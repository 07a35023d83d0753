import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { contextBlock } from '#web/questions/context-block.ts'
import { LazyContext } from '#web/questions/LazyContext.tsx'
import { studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { ShellSlot } from '#web/ui/ShellSlot.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { AnswerSheet } from './AnswerSheet.tsx'
import { Navigator } from './Navigator.tsx'
import { ShortcutsDialog } from './ShortcutsDialog.tsx'
import { SittingFrame } from './SittingFrame.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import type { LiveSitting } from './use-sitting.ts'

/** One question of the exam; each has its own URL. */
export default function QuestionPage() {
  const { attemptId, position } = usePathIds('attemptId', 'position')
  return (
    <SittingFrame attemptId={attemptId}>
      {(sitting) => <Question sitting={sitting} position={Number(position)} />}
    </SittingFrame>
  )
}

/** On a phone « Vérifier » alone is shown, on one line. */
function Check() {
  const { rich } = useText()
  return (
    <span>
      {rich('attempts.question.checkShort', {
        w: (words: ReactNode) => <span className="action-bar__word">{words}</span>,
      })}
    </span>
  )
}

function Question({ sitting, position }: { sitting: LiveSitting; position: number }) {
  const { t } = useText()
  const [, navigate] = useLocation()
  const { copy } = sitting.state
  const question = copy.questions[position - 1]
  const last = copy.questions.length
  const previous = position > 1 ? studentAt.copy(copy.id).question(position - 1) : null
  const next = position < last ? studentAt.copy(copy.id).question(position + 1) : studentAt.copy(copy.id).check
  const keys = useShortcuts({
    sitting,
    question,
    onPrevious: () => previous && navigate(previous),
    onNext: () => navigate(next),
  })
  if (!question) {
    const first = (
      <LinkButton href={studentAt.copy(copy.id).question(1)} variant="primary">
        {t('attempts.question.first')}
      </LinkButton>
    )
    return <EmptyState title={t('attempts.question.unknown')} actions={first} />
  }
  const block = contextBlock(copy.questions, copy.contexts, position)
  return (
    <div className={block ? 'exam exam--shared' : 'exam'}>
      <ShellSlot place="skip">
        <a href="#question">{t('attempts.question.skipToQuestion')}</a>
        <a href="#questions">{t('attempts.question.skipToList')}</a>
        {block && <a href="#document">{t('attempts.document.skip')}</a>}
        <Link href={studentAt.copy(copy.id).check}>{t('attempts.question.skipToCheck')}</Link>
      </ShellSlot>
      {/* The same from one question of a block to the next: it stays folded, scrolled and already read. */}
      {block && <LazyContext key={block.context.id} {...block} id="document" />}
      <div className="exam__paper sheet" id="question" tabIndex={-1}>
        <AnswerSheet key={question.id} sitting={sitting} question={question} position={position} />
        <nav className="action-bar" aria-label={t('attempts.question.move')}>
          <div className="action-bar__in">
            {previous && (
              <LinkButton href={previous}>
                <Icon name="arrow-left" />
                <span className="action-bar__word">{t('attempts.question.previous')}</span>
              </LinkButton>
            )}
            <LinkButton href={next} variant="primary">
              {position < last ? t('attempts.question.next') : <Check />}
              <Icon name="arrow-right" />
            </LinkButton>
          </div>
        </nav>
      </div>
      <Navigator state={sitting.state} position={position} onShowKeys={() => keys.show(true)} />
      <ShortcutsDialog open={keys.isShown} onClose={() => keys.show(false)} />
    </div>
  )
}
