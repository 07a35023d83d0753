import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { getBooklet } from '#contract/exams/composition.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { blockFrom } from '#web/questions/context-block.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { BookletQuestion } from './BookletQuestion.tsx'
import { CopyChoice, copyIn } from './CopyChoice.tsx'
import { SlotOfCopy, slotIn } from './SlotOfCopy.tsx'
import { useSlotName } from './use-slot-name.ts'
import './booklet.css'

type Booklet = Reply<typeof getBooklet>

/**
 * An exam (`?examen=`), a section (`?section=`) or the whole bank on A4 pages; `corrige=oui` adds the key, `copie=2`
 * selects a drawn paper.
 */
export default function BookletPage() {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  const [search, setSearch] = useSearchParams()
  const exam = search.get('examen') ?? undefined
  const section = search.get('section') ?? undefined
  const key = search.get('corrige') === 'oui' ? ('with' as const) : ('without' as const)
  const copy = copyIn(search)
  const slot = slotIn(search)
  const booklet = useQuery({
    ...query(getBooklet, { params: { courseId }, query: { exam, section, key, copy, slot } }),
    placeholderData: keepPreviousData,
  })
  const crumb = exam
    ? { label: booklet.data?.title ?? t('exams.exam'), href: at.course(courseId).exam(exam).page }
    : { label: t('questions.title'), href: at.course(courseId).questions }
  const show = (part: { key?: 'with' | 'without'; copy?: number; slot?: number }) => {
    const next = { key, copy, slot, ...part }
    const place: [string, string][] = [
      ...(exam ? [['examen', exam]] : []),
      ...(section ? [['section', section]] : []),
    ] as [string, string][]
    if (next.key === 'with') place.push(['corrige', 'oui'])
    if (next.slot > 0) place.push(['creneau', `${next.slot}`])
    if (next.copy > 1) place.push(['copie', `${next.copy}`])
    setSearch(place, { replace: true })
  }
  return (
    <Page
      title={t('exams.booklet.title')}
      lead={booklet.data && t('exams.booklet.lead', { count: booklet.data.questions.length })}
      crumbs={[crumb, { label: t('exams.booklet.short') }]}
      actions={<PrintButton variant="primary" />}
    >
      <div className="stack">
        <div className="booklet__view stack stack--tight">
          <Segmented
            legend={t('exams.booklet.view')}
            value={key}
            onChange={(next) => show({ key: next })}
            options={[
              { value: 'without', label: t('exams.booklet.withoutKey') },
              { value: 'with', label: t('exams.booklet.withKey') },
            ]}
          />
          {booklet.data && (
            <SlotOfCopy slots={booklet.data.slots} value={slot} onChange={(next) => show({ slot: next })} />
          )}
          {booklet.data?.hasPools && <CopyChoice copy={copy} onChange={(next) => show({ copy: next })} />}
        </div>
        <QueryView
          query={booklet}
          isEmpty={({ questions }) => questions.length === 0}
          empty={<EmptyState title={t('exams.booklet.emptyTitle')}>{t('exams.booklet.emptyText')}</EmptyState>}
        >
          {(data) => <Sheets booklet={data} copy={copy} slot={slot} />}
        </QueryView>
      </div>
    </Page>
  )
}

function Sheets({ booklet, copy, slot }: { booklet: Booklet; copy: number; slot: number }) {
  const { t, duration } = useText()
  const nameOf = useSlotName(booklet.slots)
  return (
    <article className="booklet">
      <header className="booklet__head">
        <h2>{booklet.title ?? t('exams.booklet.whole')}</h2>
        {booklet.slots.length > 0 && <p>{nameOf(slot)}</p>}
        {booklet.hasPools && <p>{t('exams.preview.copy', { number: copy })}</p>}
        {booklet.limitMinutes !== null && (
          <p>{t('exams.booklet.duration', { limit: duration(booklet.limitMinutes * 60) })}</p>
        )}
        <p className="booklet__lines">
          {(['name', 'group', 'date'] as const).map((field) => (
            <span key={field}>{t(`exams.booklet.${field}`)}</span>
          ))}
        </p>
        {booklet.instructions.length > 0 && <ContentView content={booklet.instructions} />}
      </header>
      <ol className="booklet__questions">
        {booklet.questions.map((question, rank) => (
          <BookletQuestion
            key={question.key}
            question={question}
            block={blockFrom(booklet.questions, booklet.contexts, rank + 1)}
          />
        ))}
      </ol>
    </article>
  )
}
