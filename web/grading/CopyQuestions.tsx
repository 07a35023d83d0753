import { useEffect, useId, useRef } from 'react'
import type { SharedContext } from '#contract/questions/asked-question.ts'
import { kindOf, type MarkedQuestion } from '#web/attempts/review/marked-question.ts'
import { ReviewedQuestion } from '#web/attempts/review/ReviewedQuestion.tsx'
import { ContextView } from '#web/questions/ContextView.tsx'
import { contextBlock } from '#web/questions/context-block.ts'
import { useText } from '#web/text/text.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { useAddress } from '#web/ui/use-address.ts'

const views = ['all', 'mistakes', 'unanswered'] as const
type View = (typeof views)[number]
const inAddress: Record<View, string> = { all: '', mistakes: 'erreurs', unanswered: 'blancs' }

/** The questions in the student's order, all of them or only those not fully right. */
type Props = { questions: readonly MarkedQuestion[]; contexts?: readonly SharedContext[] | undefined }

export function CopyQuestions({ questions, contexts }: Props) {
  const { t } = useText()
  const id = useId()
  const [read, write] = useAddress()
  const view = views.find((one) => inAddress[one] === read('voir')) ?? 'all'
  const shown = questions.filter((question) => isIn(view, question))
  const asked = read('question')
  const list = useRef<HTMLDivElement>(null)
  // The question that a cell of the map of results leads to; after the page has taken the focus to its title.
  useEffect(() => {
    if (asked === '') return
    const frame = requestAnimationFrame(() => {
      const shownNow = [...(list.current?.querySelectorAll<HTMLElement>('[data-question]') ?? [])]
      const found = shownNow.find(({ dataset }) => dataset['question'] === asked)
      found?.scrollIntoView({ block: 'start' })
      found?.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(frame)
  }, [asked])
  const names = {
    all: t('attempts.review.all'),
    mistakes: t('grading.copy.mistakes'),
    unanswered: t('attempts.review.unanswered'),
  }
  return (
    <section aria-labelledby={id}>
      <div className="copy__head">
        <h2 id={id}>{t('grading.copy.questions')}</h2>
        <Segmented
          legend={t('attempts.review.legend')}
          value={view}
          onChange={(next) => write({ voir: inAddress[next] })}
          options={views.map((value) => ({
            value,
            label: names[value],
            count: questions.filter((question) => isIn(value, question)).length,
          }))}
        />
      </div>
      {shown.length === 0 && <p className="muted">{t('grading.copy.noneShown')}</p>}
      <div className="review-list" ref={list}>
        {shown.map((question, rank) => {
          const block = contextBlock(questions, contexts, questions.indexOf(question) + 1)
          return (
            <div key={question.id} data-question={question.position} tabIndex={-1} className="copy__question">
              {block && shown[rank - 1]?.context !== question.context && <ContextView {...block} />}
              <ReviewedQuestion question={question} own={t('grading.copy.theirs')} />
            </div>
          )
        })}
      </div>
    </section>
  )
}

function isIn(view: View, question: MarkedQuestion): boolean {
  const kind = kindOf(question)
  switch (view) {
    case 'all':
      return true
    case 'mistakes':
      return kind === 'wrong' || kind === 'partial'
    case 'unanswered':
      return kind === 'blank'
  }
}
