import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { getCourseText } from '#contract/courses/materials.ts'
import type { Reply } from '#contract/endpoint.ts'
import { plainLetters } from '#core/questions/lint/words.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { useFoundWords } from '#web/ui/use-found-words.ts'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { AssistantState } from './AssistantState.tsx'
import { CourseDraftingPrompt } from './CourseDraftingPrompt.tsx'
import { CoursePassage, type ReadPassage } from './CoursePassage.tsx'
import { CourseTabs } from './CourseTabs.tsx'
import { DraftingPromptButton } from './DraftingPromptButton.tsx'
import './course-text.css'

type CourseText = Reply<typeof getCourseText>

/** The course as its questions quote it: read by session and section, searched, and questions written from it. */
export default function CourseTextPage() {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  const text = useQuery(query(getCourseText, { params: { courseId } }))
  const isEmpty = (data: CourseText) => passagesOf(data).length === 0
  const hasText = text.data !== undefined && !isEmpty(text.data)
  return (
    <Page
      title={t('courses.text.title')}
      lead={t('courses.text.lead')}
      actions={
        hasText ? (
          <>
            {text.data.sessions.some(({ sections }) => sections.length > 0) && (
              <CourseDraftingPrompt courseId={courseId} variant="primary" />
            )}
            <PrintButton>{t('courses.text.print')}</PrintButton>
          </>
        ) : undefined
      }
    >
      <CourseTabs courseId={courseId} />
      <div className="stack">
        <AssistantState courseId={courseId} />
        <QueryView
          query={text}
          isEmpty={isEmpty}
          empty={
            <EmptyState
              title={t('courses.text.emptyTitle')}
              actions={
                <LinkButton variant="primary" href={at.course(courseId).materials}>
                  {t('courses.text.emptyAction')}
                </LinkButton>
              }
            >
              {t('courses.text.emptyText')}
            </EmptyState>
          }
        >
          {(data) => <Reading courseId={courseId} text={data} />}
        </QueryView>
      </div>
    </Page>
  )
}

const passagesOf = ({ sessions, unplaced }: CourseText): ReadPassage[] => [
  ...sessions.flatMap(({ sections }) => sections.flatMap(({ passages }) => passages)),
  ...unplaced,
]

const questionsOn = ({ passages }: { passages: readonly ReadPassage[] }) =>
  passages.reduce((sum, { questions }) => sum + questions, 0)

function Reading({ courseId, text }: { courseId: string; text: CourseText }) {
  const { t } = useText()
  const [search, setSearch] = useState('')
  const words = useMemo(() => plainLetters(search).split(/\s+/).filter(Boolean), [search])
  const page = useRef<HTMLDivElement>(null)
  const folded = useMemo(
    () => new Map(passagesOf(text).map(({ id, heading, text: said }) => [id, plainLetters(`${heading}\n${said}`)])),
    [text],
  )
  const isFound = ({ id }: ReadPassage) => words.every((word) => folded.get(id)?.includes(word))
  const sessions = text.sessions
    .map((session) => ({
      ...session,
      sections: session.sections
        .map((section) => ({ ...section, passages: section.passages.filter(isFound) }))
        .filter(({ passages }) => passages.length > 0 || words.length === 0),
    }))
    .filter(({ sections }) => sections.length > 0)
  const unplaced = text.unplaced.filter(isFound)
  const found =
    sessions.flatMap(({ sections }) => sections.flatMap(({ passages }) => passages)).length + unplaced.length
  useFoundWords(page, words)
  return (
    <div className="beside course-text" ref={page}>
      <nav className="beside__contents course-text__contents" aria-label={t('courses.text.contents')}>
        <search>
          <Field label={t('courses.text.search')}>
            <Input type="search" maxLength={120} value={search} onChange={(event) => setSearch(event.target.value)} />
          </Field>
          <p className="small muted" role="status">
            {words.length > 0 && t('courses.text.found', { count: found })}
          </p>
        </search>
        <ol>
          {sessions.map((session) => (
            <li key={session.id}>
              <p>{session.title}</p>
              <ol>
                {session.sections.map((section) => (
                  <li key={section.id}>
                    <a href={`#section-${section.id}`}>{section.title}</a>
                  </li>
                ))}
              </ol>
            </li>
          ))}
        </ol>
      </nav>
      <div className="course-text__body">
        {sessions.map((session) => (
          <section key={session.id} aria-labelledby={`session-${session.id}`}>
            <h2 id={`session-${session.id}`}>{session.title}</h2>
            {session.sections.map((section) => (
              <section key={section.id} aria-labelledby={`section-${section.id}`} className="course-text__section">
                <div className="course-text__head">
                  <h3 id={`section-${section.id}`}>{section.title}</h3>
                  <DraftingPromptButton courseId={courseId} section={{ ...section, exam: questionsOn(section) }} />
                </div>
                {section.objectives.length > 0 && (
                  <ul className="course-text__objectives" aria-label={t('courses.text.objectives')}>
                    {section.objectives.map((objective) => (
                      <li key={objective}>{objective}</li>
                    ))}
                  </ul>
                )}
                {section.passages.length === 0 && <p className="small muted">{t('courses.text.sectionEmpty')}</p>}
                {section.passages.map((passage) => (
                  <CoursePassage key={passage.id} courseId={courseId} section={section.id} passage={passage} />
                ))}
              </section>
            ))}
          </section>
        ))}
        {unplaced.length > 0 && (
          <section aria-labelledby="unplaced">
            <h2 id="unplaced">{t('courses.text.unplaced')}</h2>
            <p className="muted">{t('courses.text.unplacedNote')}</p>
            {unplaced.map((passage) => (
              <CoursePassage key={passage.id} courseId={courseId} section={null} passage={passage} />
            ))}
          </section>
        )}
      </div>
    </div>
  )
}
