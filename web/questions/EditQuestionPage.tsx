import { useQuery } from '@tanstack/react-query'
import { useParams } from 'wouter'
import { getQuestionText } from '#contract/question-writing.ts'
import { getBank } from '#contract/questions.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { QuestionEditor } from './QuestionEditor.tsx'
import './coverage.css'

/** A question rewritten: a new version of it, the others stay. */
export default function EditQuestionPage() {
  const { t } = useText()
  const { courseId = '', questionId = '' } = useParams()
  const bank = useQuery(query(getBank, { params: { courseId } }))
  // What is being written must not be replaced by what arrives.
  const fresh = { refetchOnWindowFocus: false, refetchOnReconnect: false, gcTime: 0 }
  const text = useQuery({ ...query(getQuestionText, { params: { courseId, questionId } }), ...fresh })
  const base = `/cours/${courseId}/questions`
  return (
    <Page
      title={t('questions.edit.title')}
      lead={t('questions.edit.lead')}
      crumbs={[
        { label: t('questions.title'), href: base },
        { label: text.data?.key ?? t('questions.question'), href: `${base}/${questionId}` },
        { label: t('common.edit') },
      ]}
    >
      <QueryView query={bank}>
        {(data) => (
          <QueryView query={text}>
            {({ key, version, headings, ...first }) => (
              <QuestionEditor
                key={`${key}${version}`}
                courseId={courseId}
                bank={data}
                headings={headings}
                edited={{ id: questionId, version }}
                first={first}
              />
            )}
          </QueryView>
        )}
      </QueryView>
    </Page>
  )
}
