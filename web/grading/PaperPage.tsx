import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { drawPaperCopies, getPaperCopy, listPaperCopies } from '#contract/grading/paper.ts'
import { mutation, query } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { PaperCopyForm } from './PaperCopyForm.tsx'
import { PaperPicker } from './PaperPicker.tsx'
import type { ListedCopy } from './paper-typing.ts'
import './paper.css'

/** Enters answers written on paper, one sheet after the other, by keyboard alone. */
export default function PaperPage() {
  const { t } = useText()
  const { courseId, examId, inExam, examCrumbs } = useExam()
  const place = { courseId, examId }
  const [search, setSearch] = useSearchParams()
  const attemptId = search.get('copie') ?? ''
  const [isTwice, setTwice] = useState(false)
  const list = useQuery(query(listPaperCopies, { params: place }))
  const pick = (next: string | null) => setSearch(next === null ? {} : { copie: next }, { replace: true })
  return (
    <Page
      title={t('grading.paper.title')}
      lead={list.data && t('grading.paper.lead', countsOf(list.data.copies))}
      crumbs={[...examCrumbs(list.data?.examTitle ?? t('exams.exam')), { label: t('grading.paper.short') }]}
      actions={
        <LinkButton href={inExam.paperPrint}>
          <Icon name="print" />
          {t('grading.paper.toPrint')}
        </LinkButton>
      }
    >
      <QueryView
        query={list}
        isEmpty={({ copies, withoutCopy }) => copies.length + withoutCopy === 0}
        empty={<EmptyState title={t('grading.paper.emptyTitle')}>{t('grading.paper.emptyText')}</EmptyState>}
      >
        {({ copies, withoutCopy }) => (
          <div className="paper">
            <aside className="paper__side stack stack--tight" aria-label={t('grading.paper.copies')}>
              {withoutCopy > 0 && <WithoutCopy place={place} count={withoutCopy} />}
              <PaperPicker copies={copies} chosen={attemptId} onPick={pick} />
              <Checkbox
                label={t('grading.paper.twice')}
                checked={isTwice}
                onChange={({ target }) => setTwice(target.checked)}
              />
            </aside>
            <div className="paper__desk">
              {attemptId === '' ? (
                <EmptyState title={t('grading.paper.pickTitle')}>{t('grading.paper.pickText')}</EmptyState>
              ) : (
                <Chosen key={attemptId} place={{ ...place, attemptId }} isTwice={isTwice} onDone={() => pick(null)} />
              )}
            </div>
          </div>
        )}
      </QueryView>
    </Page>
  )
}

function countsOf(copies: readonly ListedCopy[]) {
  const of = (...states: string[]) => copies.filter(({ state }) => states.includes(state)).length
  return { typed: of('typed'), left: of('waiting', 'typing'), online: of('online') }
}

type ChosenProps = {
  place: { courseId: string; examId: string; attemptId: string }
  isTwice: boolean
  onDone: () => void
}

function Chosen({ place, ...rest }: ChosenProps) {
  // Not cached: another person may have just typed this sheet.
  const copy = useQuery({
    ...query(getPaperCopy, { params: place }),
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
  return <QueryView query={copy}>{(data) => <PaperCopyForm copy={data} place={place} {...rest} />}</QueryView>
}

function WithoutCopy({ place, count }: { place: { courseId: string; examId: string }; count: number }) {
  const { t } = useText()
  const client = useQueryClient()
  const draw = useMutation({
    ...mutation(drawPaperCopies),
    onSuccess: () => client.invalidateQueries({ queryKey: [listPaperCopies.path] }),
  })
  return (
    <Notice
      actions={
        <Button size="small" busy={draw.isPending} onClick={() => draw.mutate({ params: place })}>
          {t('grading.paper.draw', { count })}
        </Button>
      }
    >
      <p>{t('grading.paper.withoutCopy', { count })}</p>
    </Notice>
  )
}
