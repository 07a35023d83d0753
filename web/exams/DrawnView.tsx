import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import type { ExamDraw } from './exam-draw.ts'
import { useSlotName } from './use-slot-name.ts'

type Props = {
  courseId: string
  draw: ExamDraw
  isFrozen: boolean
  /** The list, when something can be done with it. */
  children?: ReactNode
}

/** The questions of the exam, each linked to its page in the bank. */
export function DrawnView({ courseId, draw, isFrozen, children }: Props) {
  const { t } = useText()
  if (draw.questions.length === 0) {
    return (
      <EmptyState title={t('exams.drawn.emptyTitle')} level={3}>
        {t('exams.drawn.emptyText')}
      </EmptyState>
    )
  }
  const hasPools = draw.asked < draw.questions.length
  return (
    <section aria-labelledby="drawn">
      <div className="section-head">
        <h2 id="drawn">{t('exams.drawn.title')}</h2>
        <p>
          {hasPools &&
            t(draw.slots.length > 0 ? 'exams.drawn.notePoolsSlots' : 'exams.drawn.notePools', {
              asked: draw.asked,
              count: draw.questions.length,
            })}{' '}
          {isFrozen ? t('exams.drawn.frozenNote') : !hasPools && t('exams.drawn.note')}
        </p>
      </div>
      {children ?? (
        <ol className="drawn">
          {draw.questions.map((question) => (
            <li key={question.key} className="drawn__question">
              <DrawnFacts courseId={courseId} draw={draw} question={question} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

type FactsProps = Pick<Props, 'courseId' | 'draw'> & { question: ExamDraw['questions'][number] }

/** One question: its first words, which lead to the bank, and what it is. */
export function DrawnFacts({ courseId, draw, question }: FactsProps) {
  const { t, duration } = useText()
  const nameOf = useSlotName(draw.slots)
  const hasPools = draw.asked < draw.questions.length
  const sizeOf = (name: string) => draw.questions.filter(({ stratum }) => stratum?.name === name).length
  return (
    <>
      {question.questionId ? (
        <Link href={at.course(courseId).question(question.questionId).page}>{question.opening}</Link>
      ) : (
        question.opening
      )}
      <p className="drawn__facts">
        <span className="mono">{question.key}</span>
        <span>{t(`questions.type.${question.type}`)}</span>
        <span>{t(`questions.difficulty.${question.difficulty}`)}</span>
        <span>{duration(question.expectedSeconds)}</span>
        {question.slots.length > 0 && question.slots.length < draw.slots.length && (
          <span>{t('exams.drawn.inSlots', { slots: question.slots.map(nameOf).join(', ') })}</span>
        )}
        {hasPools && (
          <span>
            {question.stratum
              ? t('exams.drawn.someCopies', { take: question.stratum.take, size: sizeOf(question.stratum.name) })
              : t('exams.drawn.everyCopy')}
          </span>
        )}
      </p>
    </>
  )
}
