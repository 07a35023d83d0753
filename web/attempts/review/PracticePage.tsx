import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { listPractice } from '#contract/questions/practice.ts'
import { query } from '#web/api.ts'
import { StudentFaces } from '#web/attempts/StudentFaces.tsx'
import { studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { PracticeQuestion } from './PracticeQuestion.tsx'
import '#web/attempts/attempts.css'
import '#web/attempts/sitting.css'
import './review.css'

type Section = Reply<typeof listPractice>['sections'][number]

/**
 * Practice questions, which no exam uses, corrected as soon as they are answered: pick a section, then one at a time.
 */
export default function PracticePage() {
  const { section, position = '' } = useParams<{ section?: string; position?: string }>()
  const practice = useQuery(query(listPractice, {}))
  return (
    <StudentFaces query={practice}>
      {({ sections }) => {
        const chosen = sections.find(({ id }) => id === section)
        const questionId = chosen?.questionIds[Number(position) - 1]
        if (!chosen || !questionId) return <Sections sections={sections} />
        return <PracticeQuestion section={chosen} questionId={questionId} position={Number(position)} />
      }}
    </StudentFaces>
  )
}

function Sections({ sections }: { sections: Section[] }) {
  const { t } = useText()
  const sessions = [...new Set(sections.map(({ sessionTitle }) => sessionTitle))]
  return (
    <Page title={t('attempts.practice.title')} lead={t('attempts.practice.lead')} look="sheet">
      {sections.length === 0 && (
        <SheetRow>
          <EmptyState
            title={t('attempts.practice.empty')}
            actions={<LinkButton href={studentAt.exams}>{t('attempts.rules.back')}</LinkButton>}
          >
            {t('attempts.practice.emptyText')}
          </EmptyState>
        </SheetRow>
      )}
      {sessions.map((session) => (
        <SheetRow key={session} label={session}>
          <ul className="my-exams">
            {sections
              .filter(({ sessionTitle }) => sessionTitle === session)
              .map(({ id, title, questionIds }) => (
                <li key={id} className="practice-section">
                  <Link href={studentAt.practiceQuestion(id, 1)} className="text-link">
                    {title}
                  </Link>
                  <span className="muted">{t('attempts.practice.count', { count: questionIds.length })}</span>
                </li>
              ))}
          </ul>
        </SheetRow>
      ))}
    </Page>
  )
}
