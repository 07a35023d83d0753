import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { getFinalSheet } from '#contract/assessment/final-sheet.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { LmsLink } from '#web/auth/LmsLink.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { CoefficientsBar } from './CoefficientsBar.tsx'
import { FinalisationsView } from './FinalisationsView.tsx'
import { type FinalSheetView, isWaiting } from './final-sheet.ts'
import { ReleaseAssessment } from './ReleaseAssessment.tsx'
import { RulesDialog } from './RulesDialog.tsx'
import { SealNotice } from './SealNotice.tsx'
import { SheetExportMenu } from './SheetExportMenu.tsx'
import { useSheetFilter } from './SheetFilters.tsx'
import { SheetSummary } from './SheetSummary.tsx'
import { SheetTable } from './SheetTable.tsx'
import { noSheetFilter } from './sheet-filter.ts'
import { UnreadExams } from './UnreadExams.tsx'
import { useEntries } from './use-entries.ts'
import { useLiveRules } from './use-live-rules.ts'
import './assessment.css'

/** The final sheet: pending decisions, each grade with its working, the rules, and a simulation of other rules. */
export default function FinalSheetPage() {
  const { t, rich } = useText()
  const { courseId } = usePathIds('courseId')
  const sheet = useQuery(query(getFinalSheet, { params: { courseId } }))
  const [isEditing, setEditing] = useState(false)
  const waiting = sheet.data?.lines.filter(isWaiting).length ?? 0
  const total = sheet.data?.lines.length ?? 0
  const hasRules = (sheet.data?.rules.parts.length ?? 0) > 0
  const isReady = hasRules && total > 0
  return (
    <Page
      title={sheet.data?.title || t('assessment.title')}
      lead={
        isReady &&
        rich('assessment.lead', {
          done: total - waiting,
          total,
          waiting,
          released: sheet.data?.releasedAt !== null,
          b: (words: ReactNode) => <strong key="b">{words}</strong>,
        })
      }
      actions={
        sheet.data &&
        isReady && (
          <>
            <ReleaseAssessment courseId={courseId} sheet={sheet.data} />
            <PrintButton />
            <LmsLink to="marks" href={at.course(courseId).finalMarksSent} />
            <SheetExportMenu courseId={courseId} sheet={sheet.data} />
            {sheet.data.seal === null && (
              <LinkButton href={at.course(courseId).importSheet}>
                <Icon name="upload" />
                {t('assessment.import.go')}
              </LinkButton>
            )}
          </>
        )
      }
    >
      <QueryView query={sheet}>
        {(data) => (
          <>
            <Body courseId={courseId} sheet={data} onRules={() => setEditing(true)} />
            {isEditing && (
              <RulesDialog
                key={data.revision}
                courseId={courseId}
                sheet={data}
                onClose={() => setEditing(false)}
                onReload={() => void sheet.refetch()}
              />
            )}
          </>
        )}
      </QueryView>
    </Page>
  )
}

function Body({ courseId, sheet, onRules }: { courseId: string; sheet: FinalSheetView; onRules: () => void }) {
  const { t } = useText()
  if (sheet.rules.parts.length === 0) {
    return (
      <EmptyState
        title={t('assessment.emptyTitle')}
        actions={
          <Button variant="primary" onClick={onRules}>
            {t('assessment.setRules')}
          </Button>
        }
      >
        {t('assessment.emptyText')}
      </EmptyState>
    )
  }
  if (sheet.lines.length === 0) {
    return (
      <EmptyState
        title={t('assessment.emptyClassTitle')}
        actions={
          <LinkButton variant="primary" href={at.course(courseId).importStudents}>
            {t('assessment.importClass')}
          </LinkButton>
        }
      >
        {t('assessment.emptyClassText')}
      </EmptyState>
    )
  }
  return <Sheet courseId={courseId} sheet={sheet} onRules={onRules} />
}

function Sheet({ courseId, sheet, onRules }: { courseId: string; sheet: FinalSheetView; onRules: () => void }) {
  const live = useLiveRules(courseId, sheet)
  const { set, isPending } = useEntries(courseId)
  const [, setFilter] = useSheetFilter()
  const show = (blocker: string) => {
    setFilter({ ...noSheetFilter, blocker })
    document.getElementById(sheetId)?.scrollIntoView({ block: 'start' })
  }
  return (
    <div className="stack final">
      <SealNotice courseId={courseId} sheet={sheet} />
      <UnreadExams sheet={sheet} onRules={onRules} />
      <SheetSummary {...{ courseId, onRules }} sheet={live.shown} onSet={set} busy={isPending} onShow={show} />
      <div id={sheetId} className="final__sheet">
        <SheetTable courseId={courseId} saved={sheet} live={live} onSet={set} busy={isPending} />
        <CoefficientsBar sheet={sheet} live={live} />
      </div>
      <FinalisationsView courseId={courseId} />
    </div>
  )
}

const sheetId = 'feuille'
