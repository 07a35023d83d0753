import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { printPaperCopies } from '#contract/grading/paper.ts'
import { query } from '#web/api.ts'
import { SlotFilter, useSlotInAddress } from '#web/exams/SlotFilter.tsx'
import { useExam } from '#web/exams/use-exam.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'
import { PaperAnswerSheet } from './PaperAnswerSheet.tsx'
import { PaperBooklet } from './PaperBooklet.tsx'
import './paper-print.css'

const whats = ['sujets', 'reponses', 'tout'] as const
type What = (typeof whats)[number]

/**
 * The paper version: a booklet and an answer sheet per student, in the order of their paper. `groupe` and `copie`
 * filter.
 */
export default function PaperPrintPage() {
  const { t } = useText()
  const { courseId, examId, inExam, examCrumbs } = useExam()
  const [search, setSearch] = useSearchParams()
  const what: What = whats.find((each) => each === search.get('quoi')) ?? 'reponses'
  const group = search.get('groupe') ?? undefined
  const attemptId = search.get('copie') ?? undefined
  const [chosenSlot] = useSlotInAddress()
  const slot = chosenSlot ?? undefined
  const sheets = useQuery(query(printPaperCopies, { params: { courseId, examId }, query: { group, slot, attemptId } }))
  const show = (change: Record<string, string>) => {
    const next = { ...Object.fromEntries(search), ...change }
    setSearch(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== '')), { replace: true })
  }
  const groups = sheets.data?.groups ?? []
  return (
    <Page
      title={t('grading.paper.print.title')}
      lead={sheets.data && t('grading.paper.print.lead', { count: sheets.data.copies.length })}
      crumbs={[
        ...examCrumbs(sheets.data?.examTitle ?? t('exams.exam')),
        { label: t('grading.paper.short'), href: inExam.paper },
        { label: t('grading.paper.print.short') },
      ]}
      actions={<PrintButton variant="primary" />}
    >
      <div className="stack">
        <div className="cluster no-print paper-print__options">
          <Segmented
            legend={t('grading.paper.print.what')}
            value={what}
            onChange={(quoi) => show({ quoi })}
            options={whats.map((value) => ({ value, label: t(`grading.paper.print.${value}`) }))}
          />
          {groups.length > 1 && attemptId === undefined && (
            <Field label={t('grading.paper.print.group')}>
              <Select
                value={group ?? ''}
                onChange={(groupe) => show({ groupe })}
                options={[
                  { value: '', label: t('grading.paper.print.everyGroup') },
                  ...groups.map((name) => ({ value: name, label: name })),
                ]}
              />
            </Field>
          )}
          {sheets.data && attemptId === undefined && <SlotFilter slots={sheets.data.slots} />}
          <p className="small">{t('grading.paper.print.oneSide')}</p>
        </div>
        <QueryView
          query={sheets}
          isEmpty={({ copies }) => copies.length === 0}
          empty={<EmptyState title={t('grading.paper.emptyTitle')}>{t('grading.paper.emptyText')}</EmptyState>}
        >
          {(data) => (
            <div className="paper-print">
              {data.copies.map((copy) => (
                <div key={copy.attemptId} className="paper-print__copy">
                  {what !== 'reponses' && <PaperBooklet sheets={data} copy={copy} />}
                  {what !== 'sujets' && <PaperAnswerSheet sheets={data} copy={copy} />}
                </div>
              ))}
            </div>
          )}
        </QueryView>
      </div>
    </Page>
  )
}
