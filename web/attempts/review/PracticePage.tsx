import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearchParams } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { listPractice } from '#contract/questions/practice.ts'
import { query } from '#web/api.ts'
import { StudentFaces } from '#web/attempts/StudentFaces.tsx'
import { studentAt } from '#web/student-addresses.ts'
import { MoreText, useText } from '#web/text/text.tsx'
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
  return (
    <MoreText part="review">
      <Practice />
    </MoreText>
  )
}

function Practice() {
  const { section, position = '' } = useParams<{ section?: string; position?: string }>()
  const practice = useQuery(query(listPractice, {}))
  const [search] = useSearchParams()
  const wanted = search.get('sections')?.split(',') ?? []
  return (
    <StudentFaces query={practice}>
      {({ sections: all }) => {
        const isWhole = search.get('suite') === 'toutes'
        const own = isWhole ? all : all.filter(({ id }) => wanted.includes(id))
        const sections = own.length > 0 ? own : all
        const among = own.length > 0 ? `?${search}` : ''
        const chosen = sections.find(({ id }) => id === section)
        const questionId = chosen?.questionIds[Number(position) - 1]
        if (!chosen || !questionId) return <Sections sections={sections} among={among} />
        const rest = among ? sections.slice(sections.indexOf(chosen) + 1) : []
        return (
          <PracticeQuestion section={chosen} questionId={questionId} position={Number(position)} {...{ among, rest }} />
        )
      }}
    </StudentFaces>
  )
}

type SectionsProps = {
  sections: Section[]
  /** The search of an address that names the sections to review; empty: all of them are listed. */
  among: string
}

function Sections({ sections, among }: SectionsProps) {
  const { t } = useText()
  const sessions = [...new Set(sections.map(({ sessionTitle }) => sessionTitle))]
  return (
    <Page
      title={t(among ? 'attempts.practice.mine' : 'attempts.practice.title')}
      lead={t('attempts.practice.lead')}
      look="sheet"
    >
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
      {!among && sections[0] && (
        <SheetRow>
          <div className="actions">
            <LinkButton variant="primary" href={studentAt.wholePractice(sections[0].id)}>
              {t('attempts.practice.whole')}
            </LinkButton>
            <LinkButton href={studentAt.mockExam}>{t('attempts.practice.mock.title')}</LinkButton>
          </div>
          <p className="small muted">{t('attempts.practice.mock.lead')}</p>
        </SheetRow>
      )}
      {sessions.map((session) => (
        <SheetRow key={session} label={session}>
          <ul className="my-exams">
            {sections
              .filter(({ sessionTitle }) => sessionTitle === session)
              .map(({ id, title, questionIds }) => (
                <li key={id} className="practice-section">
                  <Link href={`${studentAt.practiceQuestion(id, 1)}${among}`} className="text-link">
                    {title}
                  </Link>
                  <span className="muted">{t('attempts.practice.count', { count: questionIds.length })}</span>
                </li>
              ))}
          </ul>
        </SheetRow>
      ))}
      {among && sections[0] && (
        <SheetRow>
          <div className="actions">
            <LinkButton variant="primary" href={`${studentAt.practiceQuestion(sections[0].id, 1)}${among}`}>
              {t('attempts.practice.start')}
            </LinkButton>
            <LinkButton href={studentAt.practice}>{t('attempts.practice.every')}</LinkButton>
          </div>
        </SheetRow>
      )}
    </Page>
  )
}
