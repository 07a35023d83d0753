import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { answerPracticeQuestion, getPracticeQuestion } from '#contract/questions/practice.ts'
import { mutation, query } from '#web/api.ts'
import { StudentFaces } from '#web/attempts/StudentFaces.tsx'
import { contextBlock } from '#web/questions/context-block.ts'
import { LazyContext } from '#web/questions/LazyContext.tsx'
import { studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { ExerciseForm, takeFocus } from './ExerciseForm.tsx'
import { ReviewedQuestion } from './ReviewedQuestion.tsx'

type Section = { id: string; title: string; questionIds: string[] }
/** Sections to review are practised one after the other: `rest` are those that come after, in the addresses `among`. */
type Onward = { rest: readonly Section[]; among: string }
type Props = Onward & { section: Section; questionId: string; position: number }

export function PracticeQuestion({ section, questionId, position, rest, among }: Props) {
  const { t } = useText()
  const question = useQuery({ ...query(getPracticeQuestion, { params: { questionId } }), staleTime: 60_000 })
  const place = { position, total: section.questionIds.length }
  const left = rest.reduce((sum, { questionIds }) => sum + questionIds.length, place.total - position + 1)
  return (
    <div className="review-page practice">
      <Page
        title={section.title}
        tabTitle={t('attempts.question.tab', { ...place, exam: section.title })}
        crumbs={[
          { label: t('attempts.practice.title'), href: `${studentAt.practice}${among}` },
          { label: section.title },
        ]}
        lead={among && t('attempts.practice.remains', { questions: left, sections: rest.length + 1 })}
      >
        <StudentFaces query={question}>
          {(asked) => {
            const block = contextBlock([asked], asked.contexts, 1)
            return (
              <div className="stack stack--tight">
                {block && <LazyContext {...block} first={position} last={position} />}
                <Exercise key={asked.id} question={asked} {...{ section, rest, among }} {...place} />
              </div>
            )
          }}
        </StudentFaces>
      </Page>
    </div>
  )
}

type ExerciseProps = Onward & { question: AskedQuestion; section: Section; position: number; total: number }

/** A question, replaced by its correction once answered. */
function Exercise({ question, position, total, ...onward }: ExerciseProps) {
  const { t, rich } = useText()
  const [chosen, setChosen] = useState<string[]>([])
  const answer = useMutation(mutation(answerPracticeQuestion))
  if (answer.data) {
    return (
      <>
        <h2 className="vh" tabIndex={-1} ref={takeFocus}>
          {t('attempts.practice.correction')}
        </h2>
        <ReviewedQuestion question={{ ...answer.data, position }}>
          <Onwards {...onward} position={position} total={total} />
        </ReviewedQuestion>
      </>
    )
  }
  const number = (digits: ReactNode) => <span className="question__n">{digits}</span>
  return (
    <ExerciseForm
      question={question}
      heading={rich('attempts.question.title', { position, total, n: number })}
      chosen={chosen}
      onChoose={setChosen}
      onSubmit={() => answer.mutate({ params: { questionId: question.id }, body: { choices: chosen } })}
      busy={answer.isPending}
      error={answer.error}
    />
  )
}

function Onwards({ section, rest: [next], among, position, total }: Omit<ExerciseProps, 'question'>) {
  const { t } = useText()
  const to = (id: string, place: number) => `${studentAt.practiceQuestion(id, place)}${among}`
  const isLast = position === total
  return (
    <div className="actions practice-next">
      <LinkButton
        href={isLast ? (next ? to(next.id, 1) : studentAt.practice) : to(section.id, position + 1)}
        variant="primary"
      >
        {isLast
          ? next
            ? t('attempts.practice.next', { title: next.title })
            : t('attempts.practice.choose')
          : t('attempts.keys.next')}
      </LinkButton>
    </div>
  )
}
