import { useQuery } from '@tanstack/react-query'
import type { Reply } from '#contract/endpoint.ts'
import { getMyCourseSections, getMySections } from '#contract/statistics/my-sections.ts'
import { query } from '#web/api.ts'
import { studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import './to-review.css'

type Section = Reply<typeof getMySections>['sections'][number]

/** The sections to read again, with their passages, and the way to practise them. */
export function ToReview({ attemptId }: { attemptId?: string }) {
  const { t } = useText()
  const ofCopy = useQuery({
    ...query(getMySections, { params: { attemptId: attemptId ?? '' } }),
    enabled: attemptId !== undefined,
  })
  const ofCourse = useQuery({ ...query(getMyCourseSections, {}), enabled: attemptId === undefined })
  const { sections = [] } = (attemptId === undefined ? ofCourse : ofCopy).data ?? {}
  if (sections.length === 0) return null
  const weak = sections.filter(({ review }) => review !== 'no')
  return (
    <SheetRow label={t('attempts.toReview.title')}>
      {weak.length === 0 && <p>{t('attempts.toReview.none')}</p>}
      <ul className="to-review">
        {weak.map((section) => (
          <li key={section.id}>
            <Weak section={section} isAmongExams={attemptId === undefined} />
          </li>
        ))}
      </ul>
      <Practise sections={weak} />
      <details className="disclosure">
        <summary>{t('attempts.toReview.all')}</summary>
        <Facts facts={sections.map((section) => [section.title, <Points key={section.id} section={section} />])} />
      </details>
    </SheetRow>
  )
}

function Points({ section: { earned, maximum } }: { section: Section }) {
  const { t, points } = useText()
  return t('attempts.toReview.points', { earned: points(earned), maximum: points(maximum) })
}

function Weak({ section, isAmongExams }: { section: Section; isAmongExams: boolean }) {
  const { t, list, points } = useText()
  const { title, examTitle, review, questions, missed, objectives, passages } = section
  const figures = { questions, missed, earned: points(section.earned), maximum: points(section.maximum) }
  return (
    <>
      <h3 className="to-review__title">{title}</h3>
      <p className="small muted">
        {isAmongExams && `${examTitle}. `}
        {t(review === 'one_question' ? 'attempts.toReview.one' : 'attempts.toReview.missed', figures)}
      </p>
      {objectives.length > 0 && (
        <p>{t('attempts.toReview.objectives', { count: objectives.length, list: list(objectives) })}</p>
      )}
      {passages.map((passage) => (
        <Passage
          key={passage.heading}
          title={t('attempts.toReview.passage', { heading: passage.heading })}
          passage={passage}
        />
      ))}
    </>
  )
}

function Passage({ title, passage: { quotes, content } }: { title: string; passage: Section['passages'][number] }) {
  return (
    <div className="to-review__passage">
      {content ? (
        <details className="disclosure">
          <summary>{title}</summary>
          <ContentView content={content} />
        </details>
      ) : (
        <p>{title}</p>
      )}
      {quotes.map((quote) => (
        <q key={quote}>{quote}</q>
      ))}
    </div>
  )
}

/** Only sections with something to practise are in the address; the others are named. */
function Practise({ sections }: { sections: readonly Section[] }) {
  const { t, list } = useText()
  const open = sections.filter(({ practice }) => practice > 0)
  const bare = sections.filter(({ practice }) => practice === 0)
  if (open.length === 0) return null
  const count = open.reduce((sum, { practice }) => sum + practice, 0)
  const search = new URLSearchParams({ sections: open.map(({ id }) => id).join(',') })
  return (
    <div className="to-review__practise">
      <LinkButton variant="primary" href={`${studentAt.practice}?${search}`}>
        {t('attempts.toReview.practise')} ({t('attempts.practice.count', { count })})
      </LinkButton>
      {bare.length > 0 && (
        <p className="small muted">{t('attempts.toReview.bare', { list: list(bare.map(({ title }) => title)) })}</p>
      )}
    </div>
  )
}
