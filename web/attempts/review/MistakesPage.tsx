import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import { getMyReview } from '#contract/grading/grading.ts'
import { wholeReview } from '#core/exams/release.ts'
import { query } from '#web/api.ts'
import { StudentFaces } from '#web/attempts/StudentFaces.tsx'
import { contextBlock } from '#web/questions/context-block.ts'
import { LazyContext } from '#web/questions/LazyContext.tsx'
import { studentAt } from '#web/student-addresses.ts'
import { MoreText, useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { Status } from '#web/ui/Status.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { answeredAgain, askedAgain } from './answer-again.ts'
import { ExerciseForm, takeFocus } from './ExerciseForm.tsx'
import type { MarkedQuestion } from './marked-question.ts'
import { ReviewedQuestion } from './ReviewedQuestion.tsx'
import '#web/attempts/attempts.css'
import '#web/attempts/sitting.css'
import './review.css'

type Review = Reply<typeof getMyReview>

/**
 * The questions that a student missed in a released copy, asked again one by one. Only what the release lets them read is
 * used, so nothing of an exam that is still secret can be here; nothing is marked nor kept.
 */
export default function MistakesPage() {
  return (
    <MoreText part="review">
      <Mistakes />
    </MoreText>
  )
}

function Mistakes() {
  const { t } = useText()
  const { attemptId } = usePathIds('attemptId')
  const review = useQuery({ ...query(getMyReview, { params: { attemptId } }), refetchOnWindowFocus: false })
  const back = studentAt.copy(attemptId).review
  return (
    <StudentFaces query={review}>
      {(data) => {
        const isShown = data.what === 'review' && data.parts.points && data.parts.key
        const missed = isShown ? data.questions.filter(({ outcome }) => outcome !== 'right') : []
        if (missed.length > 0) return <Again review={data} missed={missed} back={back} />
        const action = <LinkButton href={back}>{t('attempts.mistakes.back')}</LinkButton>
        return <EmptyState title={t('attempts.mistakes.none')} actions={action} />
      }}
    </StudentFaces>
  )
}

type AgainProps = { review: Review; missed: readonly MarkedQuestion[]; back: string }

function Again({ review, missed, back }: AgainProps) {
  const { t } = useText()
  const [at, setAt] = useState(0)
  const [rights, setRights] = useState(0)
  const question = missed[at]
  const count = missed.length
  const contexts = 'contexts' in review ? review.contexts : undefined
  const block = question && contextBlock([question], contexts, 1)
  return (
    <div className="review-page practice">
      <Page
        title={t('attempts.mistakes.title')}
        crumbs={[{ label: review.examTitle, href: back }, { label: t('attempts.mistakes.title') }]}
        lead={question ? t('attempts.mistakes.lead', { count, position: at + 1 }) : undefined}
      >
        {question ? (
          <div className="stack stack--tight">
            {block && <LazyContext {...block} first={at + 1} last={at + 1} />}
            <Retry
              key={question.id}
              question={question}
              position={at + 1}
              total={count}
              onNext={(isRight) => {
                setRights(rights + (isRight ? 1 : 0))
                setAt(at + 1)
              }}
            />
          </div>
        ) : (
          <EmptyState
            title={t('attempts.mistakes.done', { rights, count })}
            actions={
              <>
                <Button
                  onClick={() => {
                    setAt(0)
                    setRights(0)
                  }}
                >
                  {t('attempts.mistakes.again')}
                </Button>
                <LinkButton variant="primary" href={studentAt.practice}>
                  {t('attempts.practice.title')}
                </LinkButton>
                <LinkButton href={back}>{t('attempts.mistakes.back')}</LinkButton>
              </>
            }
          />
        )}
      </Page>
    </div>
  )
}

type RetryProps = {
  question: MarkedQuestion
  position: number
  total: number
  onNext: (isRight: boolean) => void
}

/** A question as it was asked, replaced by its correction once answered again. */
function Retry({ question, position, total, onNext }: RetryProps) {
  const { t } = useText()
  const [chosen, setChosen] = useState<string[]>([])
  const [isAnswered, setAnswered] = useState(false)
  if (isAnswered) {
    const { question: answered, isRight } = answeredAgain(question, chosen)
    return (
      <>
        <h2 tabIndex={-1} ref={takeFocus}>
          <Status shape={isRight ? 'good' : 'wrong'} tone={isRight ? 'good' : 'bad'}>
            {t(isRight ? 'attempts.review.isRight' : 'attempts.review.isWrong')}
          </Status>
        </h2>
        <ReviewedQuestion question={answered} parts={{ ...wholeReview, points: false }}>
          <div className="actions practice-next">
            <Button variant="primary" onClick={() => onNext(isRight)}>
              {t(position === total ? 'attempts.mistakes.finish' : 'attempts.keys.next')}
            </Button>
          </div>
        </ReviewedQuestion>
      </>
    )
  }
  return (
    <ExerciseForm
      question={askedAgain(question)}
      heading={t('attempts.practice.mock.question', { position, total })}
      chosen={chosen}
      onChoose={setChosen}
      onSubmit={() => setAnswered(true)}
    />
  )
}
