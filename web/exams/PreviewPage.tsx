import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { previewExam } from '#contract/exams/composition.ts'
import { query } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { ContextView } from '#web/questions/ContextView.tsx'
import { blockFrom } from '#web/questions/context-block.ts'
import { QuestionSheet } from '#web/questions/QuestionSheet.tsx'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { CopyChoice, copyIn } from './CopyChoice.tsx'
import { SlotOfCopy, slotIn } from './SlotOfCopy.tsx'
import './exams.css'

/** The exam as a student would see it, with all questions on one page. */
export default function PreviewPage() {
  const { t } = useText()
  const { courseId, examId, inExam, examCrumbs } = useExam()
  const [search, setSearch] = useSearchParams()
  const copy = copyIn(search)
  const slot = slotIn(search)
  const show = (next: { copy: number; slot: number }) => {
    const place: [string, string][] = []
    if (next.slot > 0) place.push(['creneau', `${next.slot}`])
    if (next.copy > 1) place.push(['copie', `${next.copy}`])
    setSearch(place, { replace: true })
  }
  const preview = useQuery({
    ...query(previewExam, { params: { courseId, examId }, query: { copy, slot } }),
    placeholderData: keepPreviousData,
  })
  return (
    <Page
      title={preview.data ? t('exams.preview.title', { title: preview.data.title }) : t('exams.seeAsStudent')}
      lead={t('exams.preview.lead')}
      crumbs={[...examCrumbs(), ...(preview.data ? [{ label: preview.data.title, href: inExam.page }] : [])]}
      actions={
        <LinkButton href={inExam.page}>
          <Icon name="arrow-left" />
          {t('exams.preview.back')}
        </LinkButton>
      }
    >
      <QueryView
        query={preview}
        isEmpty={({ questions }) => questions.length === 0}
        empty={
          <EmptyState
            title={t('exams.preview.emptyTitle')}
            actions={<LinkButton href={inExam.page}>{t('exams.preview.goPlan')}</LinkButton>}
          >
            {t('exams.preview.emptyText')}
          </EmptyState>
        }
      >
        {(data) => (
          <div className="stack">
            <SlotOfCopy slots={data.slots} value={slot} onChange={(next) => show({ copy, slot: next })} />
            {data.hasPools && <CopyChoice copy={copy} onChange={(next) => show({ copy: next, slot })} />}
            <Ready preview={data} />
          </div>
        )}
      </QueryView>
    </Page>
  )
}

/** Before the first of the questions about it. */
function Document({ preview, position }: { preview: Reply<typeof previewExam>; position: number }) {
  const block = blockFrom(preview.questions, preview.contexts, position)
  return block && <ContextView {...block} />
}

function Ready({ preview }: { preview: Reply<typeof previewExam> }) {
  const { t, duration, points } = useText()
  return (
    <div className="preview">
      <section aria-labelledby="before">
        <h2 id="before">{t('exams.preview.before')}</h2>
        <p>
          {t('exams.preview.facts', { count: preview.questions.length, duration: duration(preview.limitMinutes * 60) })}
        </p>
        <ContentView content={preview.instructions} />
        <p className="muted">{t(`grading.scales.${preview.scale.kind}Hint`)}</p>
      </section>
      {preview.questions.map((question, rank) => (
        <section key={question.id} aria-labelledby={`question-${rank}`}>
          <h2 id={`question-${rank}`} className="vh">
            {t('exams.preview.question', { number: rank + 1 })}
          </h2>
          <Document preview={preview} position={rank + 1} />
          <QuestionSheet
            number={rank + 1}
            name={t('exams.preview.question', { number: rank + 1 })}
            points={t('questions.points', { value: points(question.points), count: question.points / 100 })}
            type={question.type}
            stem={question.stem}
            choices={question.choices}
          />
        </section>
      ))}
    </div>
  )
}
