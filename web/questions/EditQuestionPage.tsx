import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import { getQuestionText } from '#contract/questions/question-writing.ts'
import { getBank } from '#contract/questions/questions.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { draftIn } from './draft-in.ts'
import { QuestionEditor } from './QuestionEditor.tsx'
import './coverage.css'

/** Edits a question, which creates a new version and keeps the earlier ones. */
export default function EditQuestionPage() {
  const { t } = useText()
  const { courseId, questionId } = usePathIds('courseId', 'questionId')
  const bank = useQuery(query(getBank, { params: { courseId } }))
  // Refetching would replace the text being edited.
  const fresh = { refetchOnWindowFocus: false, refetchOnReconnect: false, gcTime: 0 }
  const text = useQuery({ ...query(getQuestionText, { params: { courseId, questionId } }), ...fresh })
  const inCourse = at.course(courseId)
  return (
    <Page
      title={t('questions.edit.title')}
      look="full"
      crumbs={[
        { label: t('questions.title'), href: inCourse.questions },
        { label: text.data?.key ?? t('questions.question'), href: inCourse.question(questionId).page },
        { label: t('common.edit') },
      ]}
    >
      <QueryView query={bank}>
        {(data) => (
          <QueryView query={text}>
            {(found) => <Editing courseId={courseId} questionId={questionId} bank={data} text={found} />}
          </QueryView>
        )}
      </QueryView>
    </Page>
  )
}

type Props = {
  courseId: string
  questionId: string
  bank: Reply<typeof getBank>
  text: Reply<typeof getQuestionText>
}

function Editing({ courseId, questionId, bank, text }: Props) {
  // A stable object until new data arrive: the draft is compared with it to find unsaved changes.
  const first = useMemo(() => draftIn(text), [text])
  return (
    <QuestionEditor
      key={`${questionId}-${text.version}`}
      courseId={courseId}
      bank={bank}
      headings={text.headings}
      edited={{ id: questionId, version: text.version, nextId: text.nextId }}
      first={first}
    />
  )
}
