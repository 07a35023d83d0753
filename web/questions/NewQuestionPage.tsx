import { skipToken, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { getQuestionText, type QuestionDraft } from '#contract/questions/question-writing.ts'
import { getBank } from '#contract/questions/questions.ts'
import { noSection } from '#core/courses/outline.ts'
import { cutText } from '#core/cut-text.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { firstAnswers } from './answers/first-answers.ts'
import { draftIn } from './draft-in.ts'
import { newChoice } from './new-choice.ts'
import { QuestionEditor } from './QuestionEditor.tsx'
import './coverage.css'

/**
 * A new question: blank, on a passage of the course (`?titre=`, `?citation=`), or copied from another (`?copie=`); then
 * another one, in the same place and with the same sheet.
 */
export default function NewQuestionPage() {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  const [search] = useSearchParams()
  const copied = search.get('copie')
  const section = search.get('section')
  const heading = cutText(search.get('titre') ?? '', 200)
  const quote = cutText(search.get('citation') ?? '', 500)
  const bank = useQuery(query(getBank, { params: { courseId } }))
  const options = query(getQuestionText, { params: { courseId, questionId: copied ?? '' } })
  const text = useQuery({ ...options, ...(!copied && { queryFn: skipToken }), gcTime: 0 })
  const inCourse = at.course(courseId)
  const [another, setAnother] = useState<{ round: number; first: QuestionDraft } | null>(null)
  const onAnother = (saved: QuestionDraft) => {
    const choices = saved.type === 'true_false' ? saved.choices : saved.choices.map(newChoice)
    const answers = saved.answers && firstAnswers(saved.type).answers
    const blank = { stem: '', explanation: '', choices, answers, objective: '', enemies: [] }
    setAnother({ round: (another?.round ?? 0) + 1, first: { ...saved, ...blank } })
  }
  return (
    <Page
      title={t('questions.edit.newTitle')}
      look="full"
      crumbs={[{ label: t('questions.title'), href: inCourse.questions }, { label: t('questions.edit.newTitle') }]}
    >
      <QueryView query={bank}>
        {(data) => {
          const first = section ?? data.sessions.flatMap(({ sections }) => sections)[0]?.id ?? noSection
          if (another)
            return (
              <QuestionEditor
                key={another.round}
                {...{ courseId, bank: data, headings: data.headings, edited: null, onAnother }}
                first={another.first}
              />
            )
          const given = { courseId, bank: data, onAnother }
          if (!copied) return <Blank {...given} section={first} heading={heading} quote={quote} />
          return <QueryView query={text}>{(found) => <Copy {...given} text={found} />}</QueryView>
        }}
      </QueryView>
    </Page>
  )
}

type Given = { courseId: string; bank: Reply<typeof getBank>; onAnother: (saved: QuestionDraft) => void }

function Copy({ text, ...given }: Given & { text: Reply<typeof getQuestionText> }) {
  const first = useMemo(() => draftIn(text), [text])
  return <QuestionEditor {...given} headings={text.headings} edited={null} first={first} />
}

type BlankProps = Given & { section: string; heading: string; quote: string }

/** It rests on the first heading of its section, until another is said. */
function Blank({ section, heading, quote, ...given }: BlankProps) {
  const { bank } = given
  const here = bank.sessions.flatMap(({ sections }) => sections).find(({ id }) => id === section)
  const title = here?.headings[0] ?? ''
  const first = useMemo<QuestionDraft>(
    () => ({
      section,
      type: 'single',
      stem: '',
      choices: [newChoice(), newChoice(), newChoice(), newChoice()],
      answers: null,
      explanation: '',
      difficulty: 'medium',
      level: 'understand',
      purpose: 'exam',
      seconds: 60,
      tags: [],
      objective: '',
      source: { heading: heading || title, quote },
      reference: '',
      verified: { date: '', version: '' },
      enemies: [],
      context: null,
    }),
    [section, title, heading, quote],
  )
  return <QuestionEditor {...given} headings={bank.headings} edited={null} first={first} />
}
